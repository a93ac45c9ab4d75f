import { foreign, messages, OURS, policy } from './example-policy';
import { lint } from '../../../src/key-policy/lint/lint';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import { type PolicyDocument } from '../../../src/key-policy/statement';
import { ACCOUNT, keyPolicyFacts, role } from '../../support/key-policy-facts';

test('has nothing to say about our policy with strict conditions', () => {
  expect(lint(policy(...OURS), { account: ACCOUNT })).toEqual([]);
});

test('says of our default policy what the strict conditions would add', () => {
  const creators = { statement: 'TableCreatorsThroughDynamoDb', principal: role('CfnExec') };
  const restorers = { statement: 'RestorersThroughDynamoDb', principal: role('Restorer') };

  expect(lint(renderKeyPolicy(keyPolicyFacts()), { account: ACCOUNT })).toEqual(
    [creators, restorers].map(({ statement, principal }) => ({
      rule: 'no-encryption-context',
      severity: 'warning',
      statement: `Orders ${statement}`,
      message: `'Orders ${statement}' lets ${principal} call kms:Decrypt for any queue or table`,
      call: {
        principal,
        action: 'kms:Decrypt',
        context: {
          'kms:EncryptionContext:aws:sqs:arn': 'arn:aws:sqs:eu-west-1:999999999999:another-queue',
          'kms:EncryptionContext:aws:dynamodb:tableName': 'another-table',
          'kms:EncryptionContext:aws:dynamodb:subscriberId': '999999999999',
          'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
        },
      },
      why: 'the encryption context says which queue or table it is about: without it the role can use the key for every other one too',
      fix: 'add StringEquals kms:EncryptionContext:aws:sqs:arn, or :aws:dynamodb:tableName and :aws:dynamodb:subscriberId',
    })),
  );
});

test('names a statement without a Sid by its number', () => {
  expect(messages(policy(...OURS, foreign({ Sid: undefined, Principal: '*' })), 'principal-everyone')).toEqual([
    `'statement ${OURS.length + 1}' lets everyone in every account call kms:ListGrants`,
  ]);
});

test('reads a policy whose only statement is not in a list', () => {
  const single = { Version: '2012-10-17', Statement: foreign({ Principal: '*' }) } as unknown as PolicyDocument;
  expect(messages(single, 'principal-everyone')).toEqual([
    "'Foreign' lets everyone in every account call kms:ListGrants",
  ]);
});

test('keeps quiet about what is accepted, and about nothing else', () => {
  const document = policy(...OURS, foreign({ Principal: { AWS: role('KeyAdmin') }, Action: 'kms:Decrypt' }));
  const rules = (accept: string[]) => lint(document, { account: ACCOUNT, accept }).map(({ rule }) => rule);
  expect(rules([])).toEqual(['admin-can-use', 'no-via-service', 'no-encryption-context']);
  expect(rules(['admin-can-use'])).toEqual(['no-via-service', 'no-encryption-context']);
});
