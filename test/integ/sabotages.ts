import { SetQueueAttributesCommand, SQSClient, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { executionRoleArn } from '../../sandbox/cloudformation/cloud';
import type { Existing } from '../../sandbox/cloudformation/stack';
import type { Policy } from '../../sandbox/iam/roles';
import type { Sandbox } from '../../sandbox/sandbox';

export type Sabotage = (sandbox: Sandbox) => Promise<void>;

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
}

/** For each assertion what turns it red, and no other one: in words and in deed. */
export const SABOTAGES: readonly (readonly [title: string, words: string, sabotage: Sabotage])[] = [
  ['a consumer sends', 'the key denies it', onKey('Deny', 'Consumer', 'kms:GenerateDataKey')],
  [
    'the item appears, and a consumer reads it',
    'nobody polls the queue',
    async ({ mappings }) => void (await Promise.all([...mappings.values()].map(async mapping => mapping.stop()))),
  ],
  ['a poison message is sent', 'the consumer may send no more once a message was stored', onceStored('Consumer')],
  ['the poison message is a dead letter', 'IAM denies looking', onRole('Redriver', 'sqs:GetQueueAttributes')],
  ['a redriver moves the dead letter', 'IAM denies it', onRole('Redriver', 'sqs:StartMessageMoveTask')],
  ['the dead letter was moved', 'IAM denies looking', onRole('Redriver', 'sqs:ListMessageMoveTasks')],
  ['a stranger has the rights that IAM can give', 'IAM denies it', onRole('Stranger', 'sqs:GetQueueUrl')],
  [
    'a stranger with every right in IAM is denied at the queue',
    'the key lets it through SQS',
    onKey('Allow', 'Stranger', ['kms:GenerateDataKey', 'kms:Decrypt'], 'sqs'),
  ],
  [
    'a stranger with every right in IAM receives nothing',
    'the policy of the queue denies nobody',
    onQueue(({ Policy }) => ({ Policy: withoutDenies(Policy) })),
  ],
  [
    'a stranger with every right in IAM is denied at the table',
    'the key lets it through DynamoDB',
    onKey('Allow', 'Stranger', 'kms:Decrypt', 'dynamodb'),
  ],
  [
    'a stranger with every right in IAM is denied at the key',
    'the key lets it read the policy',
    onKey('Allow', 'Stranger', 'kms:GetKeyPolicy'),
  ],
  ['an administrator reads the key policy', 'the key denies it', onKey('Deny', 'Admin', 'kms:GetKeyPolicy')],
  [
    'an administrator is denied at the table',
    'the key lets it through DynamoDB',
    onKey('Allow', 'Admin', 'kms:Decrypt', 'dynamodb'),
  ],
  [
    'an administrator puts the policy and says that the lockout check stays on',
    'the key denies it',
    onKey('Deny', 'Admin', 'kms:PutKeyPolicy'),
  ],
  [
    'an administrator is denied a policy without the lockout check',
    'the key lets it put any policy',
    onKey('Allow', 'Admin', 'kms:PutKeyPolicy'),
  ],
  [
    'a stranger sends a forged request to the key policy manager',
    'IAM denies it',
    onRole('Stranger', 'lambda:InvokeFunction'),
  ],
  [
    'the forged request changed nothing',
    'the key has what was forged',
    onKey('Allow', 'Stranger', 'kms:TagResource', undefined, 'Forged'),
  ],
  ['an event is put', 'IAM denies it', onRole('Admin', 'events:PutEvents')],
  ['the rule of EventBridge sends, and the item appears', 'the key does not let it in', withoutEvents],
  ['a message is sent to be counted', 'IAM denies it', onCounted('Admin', 'sqs:SendMessage')],
  ['a receive is denied by the key', 'it is IAM that denies it', onCounted('Redriver', 'sqs:ReceiveMessage')],
  [
    'a receive that the key denied does not count',
    'it counts',
    async ({ sqs }) => {
      sqs.countsFailedReceives = true;
    },
  ],
  ['a message is sent to a function that puts it off', 'IAM denies it', onWaiter('Admin', 'sqs:SendMessage')],
  [
    'a visibility that a function changed stays when it reports the message as failed',
    'IAM denies the function to change it',
    onWaiter('Waiter', 'sqs:ChangeMessageVisibility'),
  ],
  [
    "the writer's role in another function is denied at the table",
    'its policy knows no other function',
    onWriter('dynamodb:PutItem'),
  ],
  [
    "the writer's role in another function is denied at the queue",
    'its policy knows no other function',
    onWriter('sqs:ReceiveMessage'),
  ],
];

function roleOf(name: string): string {
  return `arn:aws:iam::111122223333:role/IntegGround-${name}`;
}

/** An identity policy of a role with a deny more than deployed. */
function onRole(name: string, Action: string, onlyQueue?: RegExp): Sabotage {
  return async ({ queues, roles }) => {
    const arns = queues.all.map(({ arn }) => arn).filter(arn => onlyQueue?.test(arn));
    const Statement = { Effect: 'Deny', Action, Resource: onlyQueue === undefined ? '*' : arns };
    const { policies } = roles.all.find(({ arn }) => arn.includes(`:role/IntegGround-${name}`))!;
    policies.set('Sabotage', { Statement });
  };
}

function onCounted(name: string, action: string): Sabotage {
  return onRole(name, action, /IntegGround-Counted/);
}

function onWaiter(name: string, action: string): Sabotage {
  return onRole(name, action, /IntegGround-WaiterQueue/);
}

/** The key policy without the statements for EventBridge. */
async function withoutEvents(sandbox: Sandbox): Promise<void> {
  changeKeyPolicy(sandbox, statements => statements.filter(each => !JSON.stringify(each).includes('events.amazonaws')));
}

/** The same, from the moment at which the writer has written the next line of its log. */
function onceStored(name: string): Sabotage {
  return async sandbox => {
    const group = `/aws/lambda/${writerOf(sandbox).physical.ref}`;
    const before = sandbox.logs.eventsOf(group).length;
    const policy = {
      get Statement() {
        const Effect = sandbox.logs.eventsOf(group).length > before ? 'Deny' : 'Allow';
        return { Effect, Action: 'sqs:SendMessage', Resource: '*' };
      },
    };
    sandbox.roles.get(roleOf(name))!.policies.set('Sabotage', policy);
  };
}

/** The key policy with a statement more than deployed. */
function onKey(
  Effect: 'Allow' | 'Deny',
  name: string,
  Action: string | string[],
  through?: string,
  Sid = 'Sabotage',
): Sabotage {
  const Condition = through && { StringEquals: { 'kms:ViaService': `${through}.eu-west-1.amazonaws.com` } };
  const statement = { Sid, Effect, Principal: { AWS: roleOf(name) }, Action, Resource: '*', Condition };
  return async sandbox => changeKeyPolicy(sandbox, statements => [...statements, statement]);
}

function changeKeyPolicy(sandbox: Sandbox, change: (statements: object[]) => object[]): void {
  const key = sandbox.kms.keys.byArn(String(sandbox.stack('IntegGround')!.outputs.KeyArn))!;
  const policy = JSON.parse(key.policy) as { Statement: object[] };
  key.policy = JSON.stringify({ ...policy, Statement: change(policy.Statement) });
}

/** The queue with other attributes than deployed. */
function onQueue(change: (attributes: Record<string, string>) => Record<string, string>): Sabotage {
  return async sandbox => {
    const sqs = new SQSClient(sandbox.clientOf(executionRoleArn(sandbox.account, sandbox.region)));
    const queues = resourcesOf(sandbox, 'AWS::SQS::Queue');
    const QueueUrl = queues.map(({ physical }) => physical.ref).find(url => !url.endsWith('-dlq'));
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: change(Attributes) }));
  };
}

/** The writer's role with an action free of its function. */
function onWriter(freed: string): Sabotage {
  return async sandbox => {
    const { policies } = sandbox.roles.get(String(writerOf(sandbox).resource.properties.Role))!;
    for (const [name, policy] of policies) {
      const statements = ([policy.Statement].flat() as Statement[]).map(statement => {
        const actions = [statement.Action].flat().filter(action => action !== freed);
        return statement.Effect === 'Deny' ? { ...statement, Action: actions } : statement;
      });
      const Statement = [...statements, { Effect: 'Allow', Action: freed, Resource: '*' }];
      policies.set(name, { ...policy, Statement } as Policy);
    }
  };
}

function withoutDenies(text = '{"Statement":[]}'): string {
  const policy = JSON.parse(text) as { Statement: Statement[] };
  return JSON.stringify({ ...policy, Statement: policy.Statement.filter(({ Effect }) => Effect !== 'Deny') });
}

/** What of a type the pipeline is made of. */
export const resourcesOf = (sandbox: Sandbox, type: string): Existing[] =>
  [...sandbox.stack('IntegPipeline')!.existing.values()].filter(({ resource }) => resource.type === type);

const writerOf = (sandbox: Sandbox): Existing =>
  resourcesOf(sandbox, 'AWS::Lambda::Function').find(({ physical }) => !physical.ref.endsWith('key-policy'))!;
