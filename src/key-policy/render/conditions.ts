import { type KeyPolicyFacts } from './facts';
import { type Statement } from '../statement';

type Condition = NonNullable<Statement['Condition']>;
type Values = Condition[string];

/** A condition block that holds only if every part holds: the parts' keys side by side under their operators. */
export function renderCondition(...parts: readonly Condition[]): Condition {
  const condition: Record<string, Values> = {};
  for (const [operator, values] of parts.flatMap(part => Object.entries(part))) {
    condition[operator] = { ...condition[operator], ...values };
  }
  return condition;
}

/** The call comes through SQS, for one of these queues. */
export function throughSqs(facts: Pick<KeyPolicyFacts, 'region'>, ...queueArns: readonly string[]): Condition {
  return {
    StringEquals: {
      'kms:ViaService': viaService('sqs', facts),
      'kms:EncryptionContext:aws:sqs:arn': queueArns.length === 1 ? queueArns[0]! : queueArns,
    },
  };
}

/** The call comes through DynamoDB, for whatever table. */
export function throughDynamoDb(facts: Pick<KeyPolicyFacts, 'region'>): Condition {
  return { StringEquals: { 'kms:ViaService': viaService('dynamodb', facts) } };
}

/** The call is for our table: what DynamoDB binds the table's key to. */
export function forTable(facts: Pick<KeyPolicyFacts, 'account' | 'tableName'>): Condition {
  return forTables(facts, [facts.tableName]);
}

/** The call is for one of these tables of ours. */
export function forTables({ account }: Pick<KeyPolicyFacts, 'account'>, tableNames: readonly string[]): Condition {
  return {
    StringEquals: {
      'kms:EncryptionContext:aws:dynamodb:subscriberId': account,
      'kms:EncryptionContext:aws:dynamodb:tableName': tableNames.length === 1 ? tableNames[0]! : tableNames,
    },
  };
}

/**
 * The caller leaves KMS's own check against locking everybody out in place. One that says so with an explicit false, as
 * the console seems to, is let in like one that says nothing.
 */
export const LOCKOUT_CHECK_ON: Condition = { BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' } };

/** The caller signed in with a second factor. */
export const MFA: Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

/**
 * KMS writes the service's name with this suffix in every partition, China's too: never CloudFormation's
 * `AWS::URLSuffix`.
 */
function viaService(service: string, facts: Pick<KeyPolicyFacts, 'region'>): string {
  return `${service}.${facts.region}.amazonaws.com`;
}
