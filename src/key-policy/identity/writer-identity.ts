import { forTable, renderCondition, throughDynamoDb, throughSqs } from '../render/conditions';
import { type KeyPolicyFacts } from '../render/facts';
import { type Statement } from '../statement';

/** What the writer's role depends on. As with the key's facts, any string may be a CDK token. */
export interface WriterIdentityFacts extends Pick<
  KeyPolicyFacts,
  'account' | 'queueArn' | 'region' | 'strictConditions' | 'tableName'
> {
  /** Unqualified: Lambda sets no other on the calls of a version or an alias. */
  readonly functionArn: string;
  /** Without the `:*` that CloudFormation's `Arn` attribute ends with. */
  readonly logGroupArn: string;
  readonly keyArn: string;
  readonly tableArn: string;
  /** Whether the function is traced with X-Ray. */
  readonly tracing: boolean;
}

/**
 * The identity policy of the writer's role: one role, one function.
 *
 * Lambda names the function on the calls its code makes and on its logs, and names none on the calls of the poller. So
 * code may write, log and let messages wait, but only this function's; the poller may read the queue but no code can;
 * and another function is refused whatever some other policy allows it.
 */
export function renderWriterStatements(facts: WriterIdentityFacts): Statement[] {
  const { functionArn, keyArn, queueArn, tableArn, logGroupArn } = facts;
  const thisFunction = { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } };
  const noFunction = { Null: { 'lambda:SourceFunctionArn': 'true' } };
  const anotherFunction = {
    ArnNotEquals: { 'lambda:SourceFunctionArn': functionArn },
    Null: { 'lambda:SourceFunctionArn': 'false' },
  };
  const logStreams = `${logGroupArn}:*`;
  return [
    allow('PollQueueByServiceOnly', POLL_ACTIONS, queueArn, noFunction),
    allow('DelayMessagesByThisFunctionOnly', DELAY_ACTION, queueArn, thisFunction),
    allow('WriteTableByThisFunctionOnly', WRITE_ACTIONS, tableArn, thisFunction),
    allow('LogByThisFunctionOnly', LOG_ACTIONS, logStreams, thisFunction),
    ...(facts.tracing ? [renderTracing(facts.strictConditions ? thisFunction : undefined)] : []),
    allow('DecryptThroughSqs', 'kms:Decrypt', keyArn, throughSqs(facts, queueArn)),
    allow('DecryptThroughDynamoDb', 'kms:Decrypt', keyArn, renderCondition(throughDynamoDb(facts), forTable(facts))),
    {
      Sid: 'DenyOtherFunctions',
      Effect: 'Deny',
      Action: [...WRITE_ACTIONS, 'kms:Decrypt', ...LOG_ACTIONS, ...POLL_ACTIONS, DELAY_ACTION],
      Resource: [tableArn, keyArn, logStreams, queueArn],
      Condition: anotherFunction,
    },
  ];
}

const POLL_ACTIONS = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];
/** To let messages wait that could not be stored; it needs no right on the key. */
const DELAY_ACTION = 'sqs:ChangeMessageVisibility';
const WRITE_ACTIONS = ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'];
const LOG_ACTIONS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * X-Ray has no resource to name. Lambda tries the permission when the function is created, and no page says that it
 * names the function then.
 */
function renderTracing(condition?: Statement['Condition']): Statement {
  return allow('Trace', 'xray:PutTraceSegments', '*', condition);
}

function allow(
  sid: string,
  action: string | readonly string[],
  resource: string,
  condition?: Statement['Condition'],
): Statement {
  return { Sid: sid, Effect: 'Allow', Action: action, Resource: resource, ...(condition && { Condition: condition }) };
}
