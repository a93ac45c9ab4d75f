import { parseArn } from '../../arn';
import { coversAction } from '../../key-policy/evaluation/match';
import { identities } from '../../key-policy/evaluation/reading';
import type { Context } from '../../key-policy/evaluation/request';
import type { PolicyDocument, Statement } from '../../key-policy/statement';
import type { Account } from '../deployed/account';

/** A call that somebody has to be allowed, for messages to come in, be stored and be read. */
export interface Right {
  readonly who: 'the writer' | 'a sender' | 'a reader';
  readonly principal: string;
  readonly action: string;
  readonly on: 'queue' | 'table' | 'key';
  readonly resource: string;
  readonly context: Context;
  readonly identity: readonly PolicyDocument[];
}

/**
 * What the writer needs, and those to whom the deployed policies of queue and table give something: senders and
 * readers by their ARNs. Those who were granted something by IAM policies alone are not known here.
 */
export async function rightsOf(account: Account): Promise<readonly Right[]> {
  const { Role } = await account.rendered('writer');
  const [mapping, { queuePolicy }] = [await account.mapping(), await account.deployment.parts()];
  const { parts, about } = await aboutOf(account);
  const identity = await Promise.all(
    parts.identityPolicies.map(async id => (await account.deployment.rendered(id)).PolicyDocument as PolicyDocument),
  );
  const writer = { who: 'the writer' as const, principal: String(Role), identity };
  const itself = { 'lambda:SourceFunctionArn': String(mapping?.FunctionArn) };
  const { PolicyDocument: sent } = await account.deployment.rendered(queuePolicy);
  const { Replicas: [replica] = [] } = await account.rendered('table');
  const senders = principalsOf(sent as PolicyDocument, 'sqs:SendMessage');
  const readers = principalsOf(replica?.ResourcePolicy?.PolicyDocument as PolicyDocument, 'dynamodb:GetItem');
  const calls: readonly (readonly [
    Pick<Right, 'who' | 'principal' | 'identity'>,
    string,
    keyof typeof about,
    Context?,
  ])[] = [
    [writer, 'sqs:ReceiveMessage', 'queue'],
    [writer, 'sqs:DeleteMessage', 'queue'],
    [writer, 'sqs:ChangeMessageVisibility', 'queue', itself],
    [writer, 'dynamodb:BatchWriteItem', 'table', itself],
    [writer, 'kms:Decrypt', 'keyThroughQueue'],
    [writer, 'kms:Decrypt', 'keyThroughTable', itself],
    ...senders.flatMap(principal => {
      const sender = { who: 'a sender' as const, principal, identity: [] };
      return [
        [sender, 'sqs:SendMessage', 'queue'],
        [sender, 'kms:GenerateDataKey', 'keyThroughQueue'],
      ] as const;
    }),
    ...readers.flatMap(principal => {
      const reader = { who: 'a reader' as const, principal, identity: [] };
      return [
        [reader, 'dynamodb:GetItem', 'table'],
        [reader, 'kms:Decrypt', 'keyThroughTable'],
      ] as const;
    }),
  ];
  return calls.map(([caller, action, of, more = {}]) => ({
    ...caller,
    action,
    ...about[of],
    context: { ...about[of].context, ...more },
  }));
}

/** What the calls are about: queue, table, and the key as each of the two services uses it. */
async function aboutOf(account: Account) {
  const parts = await account.deployment.parts();
  const [keyArn, { TableArn = '', TableName = '' } = {}] = [await account.keyArn(), await account.table()];
  const { QueueArn = '' } = await account.queue();
  const { account: owner = '', region = '' } = parseArn(keyArn) ?? {};
  const secure = { 'aws:SecureTransport': 'true' };
  const about = {
    queue: { on: 'queue' as const, resource: QueueArn, context: secure },
    table: { on: 'table' as const, resource: TableArn, context: secure },
    keyThroughQueue: {
      on: 'key' as const,
      resource: keyArn,
      context: { 'kms:ViaService': `sqs.${region}.amazonaws.com`, 'kms:EncryptionContext:aws:sqs:arn': QueueArn },
    },
    keyThroughTable: {
      on: 'key' as const,
      resource: keyArn,
      context: {
        'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
        'kms:EncryptionContext:aws:dynamodb:tableName': TableName,
        'kms:EncryptionContext:aws:dynamodb:subscriberId': owner,
      },
    },
  };
  return { parts, about };
}

/** Whom a policy lets do something by their ARNs. */
function principalsOf(policy: PolicyDocument | undefined, action: string): readonly string[] {
  const allows = ([policy?.Statement ?? []].flat() as Statement[]).filter(
    statement => statement.Effect === 'Allow' && statement.Condition === undefined && coversAction(statement, action),
  );
  return [...new Set(allows.flatMap(identities))];
}
