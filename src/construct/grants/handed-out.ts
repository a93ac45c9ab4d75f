import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Doors } from './grant';
import { PropsError } from '../checks/props-error';
import { literalElsewhere } from '../names/literal-elsewhere';
import type { PhysicalNames } from '../names/physical-names';

/** What the construct hands out, beside the key. */
interface HandedOut extends Doors {
  readonly writer: lambda.Function;
}

/** What stands behind the grants of the queue, the table and the key. */
export interface Grants {
  send(grantee: iam.IGrantable): iam.Grant;
  read(grantee: iam.IGrantable): iam.Grant;
  /** Lets a service use the key, whose statement CDK would add if the key were its own. */
  useKeyBy(statement: iam.PolicyStatement): iam.AddToResourcePolicyResult;
}

/**
 * Makes what the construct hands out safe in any stack: its names are literals elsewhere, and its grants are those of
 * the construct, since CDK's own don't know the key policy and would report success for nothing.
 */
export function guardHandedOut(
  scope: Construct,
  doors: HandedOut,
  key: kms.IKey,
  names: PhysicalNames,
  to: Grants,
): void {
  guardNames(doors, names);
  const refuse = (of: string, method: string, instead: string) => () => {
    throw new PropsError(scope, [`'${of}.${method}' must not be called: ${instead}`]);
  };
  const receiving = 'only the writer receives; let a role move dead letters with grantRedrive';
  const { deadLetterQueue, queue, table } = doors;
  const queues = { queue, deadLetterQueue };
  for (const [of, its] of Object.entries(queues)) {
    const send = its === queue ? to.send : refuse(of, 'grantSendMessages', receiving);
    const consume = refuse(of, 'grantConsumeMessages', receiving);
    const purge = refuse(of, 'grantPurge', receiving);
    const any = refuse(of, 'grant', 'use grantSendMessages, grantReadData or grantRedrive of the construct');
    override(its, { grantSendMessages: send, grantConsumeMessages: consume, grantPurge: purge, grant: any });
    if (its.grants) override(its.grants, { sendMessages: send, consumeMessages: consume, purge, actions: any });
  }
  const write = (method: string) => refuse('table', method, 'only the writer writes; send a message instead');
  const any = refuse('table', 'grant', 'use grantReadData of the construct');
  override(table, {
    grantReadData: to.read,
    grantWriteData: write('grantWriteData'),
    grantReadWriteData: write('grantReadWriteData'),
    grantFullAccess: write('grantFullAccess'),
    grant: any,
  });
  if (table.grants) {
    override(table.grants, {
      readData: to.read,
      writeData: write('grants.writeData'),
      readWriteData: write('grants.readWriteData'),
      fullAccess: write('grants.fullAccess'),
      actions: any,
    });
  }
  guardKey(key, to, refuse);
}

function guardNames({ deadLetterQueue, queue, table, writer }: HandedOut, names: PhysicalNames): void {
  const literals = (of: Construct, own: Record<string, string>, literal: Record<string, string>) =>
    override(
      of,
      Object.fromEntries(Object.entries(literal).map(([name, text]) => [name, literalElsewhere(of, own[name]!, text)])),
    );
  const { queueArn, queueName, queueUrl } = names;
  literals(queue, { ...urlOf(queue) }, { queueArn, queueName, queueUrl });
  literals(
    deadLetterQueue,
    { ...urlOf(deadLetterQueue) },
    { queueArn: names.deadLetterQueueArn, queueName: names.deadLetterQueueName, queueUrl: names.deadLetterQueueUrl },
  );
  const { tableArn, tableName } = table;
  literals(table, { tableArn, tableName }, { tableArn: names.tableArn, tableName: names.tableName });
  const { functionArn, functionName } = writer;
  literals(writer, { functionArn, functionName }, { functionArn: names.functionArn, functionName: names.functionName });
}

const urlOf = ({ queueArn, queueName, queueUrl }: Record<'queueArn' | 'queueName' | 'queueUrl', string>) => ({
  queueArn,
  queueName,
  queueUrl,
});

function guardKey(
  key: kms.IKey,
  to: Grants,
  refuse: (of: string, method: string, instead: string) => () => never,
): void {
  const methods = Object.keys(KEY_GRANTS) as (keyof typeof KEY_GRANTS)[];
  const instead = 'the key policy is rendered by the construct; use its grants, or additionalKeyPolicyStatements';
  override(key, {
    ...Object.fromEntries(methods.map(method => [method, refuse('key', method, instead)])),
    addToResourcePolicy: (statement: iam.PolicyStatement) => to.useKeyBy(statement),
  });
}

const KEY_GRANTS = {
  grant: true,
  grantDecrypt: true,
  grantEncrypt: true,
  grantEncryptDecrypt: true,
  grantSign: true,
  grantVerify: true,
  grantSignVerify: true,
  grantGenerateMac: true,
  grantVerifyMac: true,
} satisfies Partial<Record<keyof kms.IKey, true>>;

function override(target: object, members: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(target, name, { value, configurable: true, enumerable: true });
  }
}
