import { foreign, messages, MFA, policy, ROOT } from './example-policy';
import { type Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, role } from '../../support/key-policy-facts';

test('no-administrator: nobody left, an identity policy needed, or only a role of another account', () => {
  const put = (changes: Partial<Statement>) => policy(foreign({ Action: 'kms:PutKeyPolicy', ...changes }));
  expect(messages(put({ Action: 'kms:GetKeyPolicy' }), 'no-administrator')).toEqual(['nobody can put the next policy']);
  expect(
    messages(
      put({ Principal: { AWS: ROOT }, Condition: { ArnEquals: { 'aws:PrincipalArn': role('A') } } }),
      'no-administrator',
    ),
  ).toEqual(['nobody can put the next policy']);
  expect(messages(put({ Principal: { AWS: 'arn:aws:iam::444455556666:role/Admin' } }), 'no-administrator')).toEqual([
    'nobody can put the next policy',
  ]);
  expect(messages(put({ Principal: { AWS: 'AROAJQABLZS4A3QDU576Q' } }), 'no-administrator')).toEqual([
    'nobody can put the next policy',
  ]);
  expect(messages(put({}), 'no-administrator')).toEqual([]);
  expect(messages(put({ Principal: { AWS: ROOT } }), 'no-administrator')).toEqual([]);
  expect(messages(put({ Principal: { AWS: ACCOUNT } }), 'no-administrator')).toEqual([]);
  expect(messages(put({ Condition: MFA }), 'no-administrator')).toEqual([]);
});

test('nobody-imports: names what nobody may call', () => {
  expect(messages(policy(foreign({ Action: 'kms:ImportKeyMaterial' })), 'nobody-imports')).toEqual([
    'nobody may call kms:GetParametersForImport',
  ]);
  expect(
    messages(policy(foreign({ Action: ['kms:GetParametersForImport', 'kms:ImportKeyMaterial'] })), 'nobody-imports'),
  ).toEqual([]);
});

test('duplicate-sid: names the second one', () => {
  expect(messages(policy(foreign({}), foreign({ Action: 'kms:ListAliases' })), 'duplicate-sid')).toEqual([
    "'Foreign' is there twice",
  ]);
  expect(
    messages(policy(foreign({}), foreign({ Sid: undefined }), foreign({ Sid: undefined })), 'duplicate-sid'),
  ).toEqual([]);
});

test('characters: takes all up to U+00FF and nothing beyond', () => {
  expect(messages(policy(foreign({ Sid: 'caf\u00e9 \u00ff' })), 'characters')).toEqual([]);
  expect(messages(policy(foreign({ Sid: 'caf\u0100' })), 'characters')).toEqual([
    'the policy holds the character U+0100',
  ]);
});

test('size: takes 32,768 bytes and no more, and says what each statement takes', () => {
  const room = 32_768 - Buffer.byteLength(JSON.stringify(policy(foreign({ Sid: '' }))));
  const full = policy(foreign({ Sid: 'x'.repeat(room) }));
  const over = policy(foreign({ Sid: 'x'.repeat(room - 100) }), foreign({ Sid: 'Small' }));
  expect(messages(full, 'size')).toEqual([]);
  expect(messages(over, 'size')).toEqual([
    expect.stringMatching(/^the policy takes 32\d{3} of at most 32768 bytes: 'x+' 32\d{3}, 'Small' 1\d\d$/),
  ]);
});
