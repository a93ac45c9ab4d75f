import { SEND_ACTIONS } from '../key-actions';
import { allow, allowRoles, oneOrAll, renderSid } from './allow';
import { forTable, renderCondition, throughDynamoDb, throughSqs } from './conditions';
import { type KeyPolicyFacts, type RolesByCondition } from './facts';
import { renderBackups, renderTableCreation } from './tables';
import { type Statement } from '../statement';

/**
 * Those who use the key, each only through the service, and only for the queue or the table, that it is theirs to use.
 */
export function renderUse(facts: KeyPolicyFacts): Statement[] {
  const sent = throughSqs(facts, facts.queueArn);
  const redriven = throughSqs(facts, facts.queueArn, facts.deadLetterQueueArn);
  const table = renderCondition(throughDynamoDb(facts), forTable(facts));
  return [
    ...renderTableCreation(facts),
    ...renderBackups(facts),
    ...renderWriter(facts),
    ...allowRoles(
      facts,
      'ProducersThroughSqs',
      [...facts.consumerRoleArns, ...facts.producerRoleArns],
      SEND_ACTIONS,
      sent,
    ),
    ...renderServiceProducers(facts),
    ...allowRoles(
      facts,
      'ReadersThroughDynamoDb',
      [...facts.consumerRoleArns, ...facts.readerRoleArns],
      ['kms:Decrypt'],
      table,
    ),
    ...allowRoles(facts, 'RedriversThroughSqs', facts.redriverRoleArns, SEND_ACTIONS, redriven),
    ...renderGrantees(facts, 'GranteesSendThroughSqs', facts.grantedSenders, SEND_ACTIONS, sent),
    ...renderGrantees(facts, 'GranteesReadThroughDynamoDb', facts.grantedReaders, ['kms:Decrypt'], table),
    ...renderGrantees(facts, 'GranteesRedriveThroughSqs', facts.grantedRedrivers, SEND_ACTIONS, redriven),
    ...facts.additionalStatements.map((statement, index) => ({
      ...statement,
      Sid: renderSid(facts.sidPrefix, `Additional${index + 1}`),
    })),
  ];
}

/** Roles by their names, as the writer: a stack that is deployed later may make them. */
function renderGrantees(
  facts: KeyPolicyFacts,
  name: string,
  { accounts, roleArns }: RolesByCondition,
  actions: readonly string[],
  condition: NonNullable<Statement['Condition']>,
): Statement[] {
  if (roleArns.length === 0) return [];
  const roots = accounts.map(account => `arn:${facts.partition}:iam::${account}:root`);
  const roles = { ArnEquals: { 'aws:PrincipalArn': oneOrAll(roleArns) } };
  return [allow(facts, name, { AWS: oneOrAll(roots) }, actions, renderCondition(roles, condition))];
}

/**
 * The writer's role by its name, not as the principal: it may not exist yet, and as the account's principal stands for
 * IAM, its identity policy, which is bound to one function, has to allow the call too.
 */
function renderWriter(facts: KeyPolicyFacts): Statement[] {
  const account = { AWS: `arn:${facts.partition}:iam::${facts.account}:root` };
  const writer = { ArnEquals: { 'aws:PrincipalArn': facts.writerRoleArn } };
  return [
    allow(
      facts,
      'WriterThroughSqs',
      account,
      ['kms:Decrypt'],
      renderCondition(writer, throughSqs(facts, facts.queueArn)),
    ),
    allow(
      facts,
      'WriterThroughDynamoDb',
      account,
      ['kms:Decrypt'],
      renderCondition(writer, throughDynamoDb(facts), forTable(facts)),
    ),
  ];
}

/**
 * A service sends as itself: no role, no `kms:ViaService`, but the topic or bucket it sends for. A service that does
 * not tell KMS what it sends for is bound to the queue, whose policy names the source.
 */
function renderServiceProducers(facts: KeyPolicyFacts): Statement[] {
  return facts.serviceProducers.map(({ service, sourceArn, sourceAccount }, index) => {
    const queue = { StringEquals: { 'kms:EncryptionContext:aws:sqs:arn': facts.queueArn } };
    const source =
      sourceArn !== undefined && sourceAccount !== undefined
        ? { ArnEquals: { 'aws:SourceArn': sourceArn }, StringEquals: { 'aws:SourceAccount': sourceAccount } }
        : undefined;
    const condition = source && facts.strictConditions ? renderCondition(source, queue) : (source ?? queue);
    return allow(facts, `ServiceProducer${index + 1}`, { Service: service }, SEND_ACTIONS, condition);
  });
}
