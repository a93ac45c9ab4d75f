import { type WriterIdentityFacts } from '../../src/key-policy/identity/writer-identity';
import { type KeyPolicyFacts } from '../../src/key-policy/render/facts';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
export const KEY_ARN = `arn:aws:kms:${REGION}:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
export const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:Orders`;
export const DEAD_LETTER_QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:Orders-dead-letters`;
export const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Orders`;
export const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:Orders-writer`;
export const LOG_GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/Orders-writer`;

/** The ARN of a role of the example account. */
export const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** The example of the documentation, with one role for each audience. */
export function keyPolicyFacts(changes: Partial<KeyPolicyFacts> = {}): KeyPolicyFacts {
  return {
    sidPrefix: 'Orders',
    partition: 'aws',
    region: REGION,
    account: ACCOUNT,
    queueArn: QUEUE_ARN,
    deadLetterQueueArn: DEAD_LETTER_QUEUE_ARN,
    tableName: 'Orders',
    writerRoleArn: role('OrdersWriter'),
    policyManagerRoleArn: role('OrdersPolicyManager'),
    adminRoleArns: [role('KeyAdmin')],
    custodianRoleArns: [role('KeyCustodian')],
    destroyerRoleArns: [role('KeyDestroyer')],
    auditorRoleArns: [role('Auditor')],
    tableCreatorRoleArns: [role('CfnExec')],
    consumerRoleArns: [role('OrdersApp')],
    producerRoleArns: [role('Shop')],
    readerRoleArns: [role('Reports')],
    redriverRoleArns: [role('OnCall')],
    restoreRoleArns: [role('Restorer')],
    backupRoleArns: [role('Backup')],
    serviceProducers: [
      { service: 'sns.amazonaws.com', sourceArn: `arn:aws:sns:${REGION}:${ACCOUNT}:orders`, sourceAccount: ACCOUNT },
    ],
    grantedSenders: { accounts: [], roleArns: [] },
    grantedReaders: { accounts: [], roleArns: [] },
    grantedRedrivers: { accounts: [], roleArns: [] },
    additionalStatements: [],
    breakGlass: true,
    custodiansMayDestroy: false,
    destructionWithoutMfa: false,
    strictConditions: false,
    ...changes,
  };
}

export function writerIdentityFacts(changes: Partial<WriterIdentityFacts> = {}): WriterIdentityFacts {
  return {
    account: ACCOUNT,
    region: REGION,
    functionArn: FUNCTION_ARN,
    logGroupArn: LOG_GROUP_ARN,
    keyArn: KEY_ARN,
    queueArn: QUEUE_ARN,
    tableArn: TABLE_ARN,
    tableName: 'Orders',
    tracing: true,
    strictConditions: false,
    ...changes,
  };
}
