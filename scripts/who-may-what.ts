import type { KeyPolicyFacts } from '../src/key-policy/render/facts';
import { renderKeyPolicyStatements } from '../src/key-policy/render/render';
import type { Statement } from '../src/key-policy/statement';

const FACTS: KeyPolicyFacts = {
  sidPrefix: 'Orders',
  partition: 'aws',
  region: 'eu-west-1',
  account: '111122223333',
  queueArn: 'the queue',
  deadLetterQueueArn: 'the dead-letter queue',
  tableName: 'the table',
  writerRoleArn: 'the writer',
  policyManagerRoleArn: 'the function that puts this policy',
  adminRoleArns: ['administrators'],
  custodianRoleArns: ['custodians'],
  destroyerRoleArns: ['destroyers'],
  auditorRoleArns: ['auditors'],
  tableCreatorRoleArns: ['table creators'],
  consumerRoleArns: ['consumers'],
  producerRoleArns: ['producers'],
  readerRoleArns: ['readers'],
  redriverRoleArns: ['redrivers'],
  restoreRoleArns: ['restorers'],
  backupRoleArns: ['backup roles'],
  serviceProducers: [{ service: 'services', sourceArn: 'one topic, bucket or rule', sourceAccount: '111122223333' }],
  grantedSenders: { accounts: ['111122223333'], roleArns: ['roles with `grantSendMessages`'] },
  grantedReaders: { accounts: ['111122223333'], roleArns: ['roles with `grantReadData`'] },
  grantedRedrivers: { accounts: ['111122223333'], roleArns: ['roles with `grantRedrive`'] },
  additionalStatements: [],
  breakGlass: true,
  custodiansMayDestroy: false,
  destructionWithoutMfa: false,
  strictConditions: false,
};

/** What each condition means, in the words of the table. */
const CONDITIONS: Readonly<Record<string, (value: string) => string>> = {
  'kms:ViaService': value => `through ${value.startsWith('sqs') ? 'SQS' : 'DynamoDB'}`,
  'kms:EncryptionContext:aws:sqs:arn': value => value.replace(',', ' or '),
  'kms:EncryptionContext:aws:dynamodb:tableName': value => value,
  'kms:EncryptionContext:aws:dynamodb:subscriberId': () => '',
  'kms:BypassPolicyLockoutSafetyCheck': () => "with KMS's lockout check on",
  'kms:GrantIsForAWSResource': () => 'for DynamoDB itself',
  'kms:ExpirationModel': value => (value === 'KEY_MATERIAL_EXPIRES' ? 'that expires' : 'that never expires'),
  'kms:WrappingAlgorithm': value => value,
  'kms:WrappingKeySpec': value => value,
  'aws:MultiFactorAuthPresent': () => 'signed in with MFA',
  'aws:SourceArn': value => `for ${value}`,
  'aws:SourceAccount': () => 'of the account',
  'aws:PrincipalArn': () => '',
};

/** The table of README.md: who may do what with the key, and only how. One row a statement of the policy. */
export function renderWhoMayWhat(): string {
  const rows = renderKeyPolicyStatements(FACTS).map(
    statement => `| ${who(statement)} | ${actions(statement)} | ${only(statement)} |`,
  );
  return ['| who | may | only |', '|---|---|---|', ...rows].join('\n');
}

function who({ Principal, Condition }: Statement): string {
  const { AWS, Service } = Principal as Record<string, string | string[]>;
  const byName = Condition?.ArnEquals?.['aws:PrincipalArn'] as string | undefined;
  if (byName?.endsWith(':root')) return "the account's root user";
  return [byName ?? AWS ?? Service].flat().join(', ');
}

function actions({ Action }: Statement): string {
  return [Action]
    .flat()
    .map(action => `\`${action!.replace('kms:', '')}\``)
    .join(' ');
}

function only({ Condition = {} }: Statement): string {
  const parts = Object.values(Condition)
    .flatMap(values => Object.entries(values))
    .map(([key, value]) => {
      const word = CONDITIONS[key];
      if (!word) throw new Error(`no word for the condition ${key}`);
      return word(String(value));
    });
  return parts.filter(Boolean).join(', ');
}
