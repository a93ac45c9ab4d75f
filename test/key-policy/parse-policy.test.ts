import fc from 'fast-check';
import { checkPolicyDocument } from '../../src/key-policy/check-policy-document';
import { answer, callersOf, DANGERS, waysOf } from '../../src/key-policy/evaluation/capabilities';
import { evaluate } from '../../src/key-policy/evaluation/evaluate';
import { lint } from '../../src/key-policy/lint/lint';
import { parsePolicy } from '../../src/key-policy/parse-policy';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { ACCOUNT, KEY_ARN, role } from '../support/key-policy-facts';

const statement = (changes: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*', ...changes }],
});

test.each<[unknown, string]>([
  [5, 'a policy document must be an object, got 5'],
  [[], 'a policy document must be an object, got []'],
  [{}, 'a policy document must have a Statement'],
  [{ ...statement({}), Version: '2020-01-01' }, 'Version must be 2012-10-17 or 2008-10-17, got "2020-01-01"'],
  [{ ...statement({}), Statements: [] }, 'Statements must be one of Version, Id, Statement'],
  [{ Statement: ['x'] }, 'Statement[0] must be an object, got "x"'],
  [{ Statement: null }, 'Statement must be an object, got null'],
  [statement({ Effect: 'allow' }), 'Statement[0].Effect must be Allow or Deny, got "allow"'],
  [statement({ Effect: undefined }), 'Statement[0].Effect must be Allow or Deny, got nothing'],
  [statement({ Sid: 5 }), 'Statement[0].Sid must be text, got 5'],
  [statement({ Action: [5] }), 'Statement[0].Action[0] must be text, got 5'],
  [statement({ Resource: {} }), 'Statement[0].Resource must be text, got {}'],
  [statement({ Principal: 'x' }), 'Statement[0].Principal must be "*" or an object, got "x"'],
  [statement({ Principal: { AWS: [null] } }), 'Statement[0].Principal.AWS[0] must be text, got null'],
  [
    statement({ Principal: { Aws: '*' } }),
    'Statement[0].Principal.Aws must be one of AWS, Service, Federated, CanonicalUser',
  ],
  [statement({ Condition: [] }), 'Statement[0].Condition must be an object, got []'],
  [statement({ Condition: { Bool: 5 } }), 'Statement[0].Condition.Bool must be an object, got 5'],
  [
    statement({ Condition: { Bool: { x: { y: 1 } } } }),
    'Statement[0].Condition.Bool.x must be text, a number, true or false, got an object with y',
  ],
  [statement({ NotAction: 'kms:*' }), 'Statement[0] must not have both Action and NotAction'],
])('%j: %s', (document, problem) => {
  expect(checkPolicyDocument(document)).toEqual([problem]);
});

test('says all problems at once, of a stranger only the first ten', () => {
  expect(() => parsePolicy(JSON.stringify(statement({ Action: Array(20).fill(5), Effect: 'x' })), "'p.json'")).toThrow(
    /^'p\.json' is not a policy document: Statement\[0\]\.Effect must be Allow or Deny, got "x"; .*; and 11 more$/,
  );
});

test('takes a text that is nested without an end', () => {
  expect(() => parsePolicy(`{"Statement":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 'it')).toThrow('not a policy');
});

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('Allow', '*', ['kms:*'], { AWS: '*' }, { Bool: { 'aws:x': 'true' } }, null, 5),
);
const fuzzed = fc.record(
  {
    Version: fc.constantFrom('2012-10-17', '2008-10-17', 5),
    Statement: fc.oneof(
      junk,
      fc.array(
        fc.record(
          {
            Sid: junk,
            Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), junk),
            Principal: junk,
            NotPrincipal: junk,
            Action: junk,
            Resource: junk,
            Condition: fc.oneof(
              junk,
              fc.dictionary(fc.constantFrom('Bool', 'ArnLike', 'IpAddress', 'x'), fc.dictionary(fc.string(), junk)),
            ),
          },
          { requiredKeys: [] },
        ),
      ),
    ),
  },
  { requiredKeys: [] },
);

test('whatever the document: it is refused with words, or everything can judge it', () => {
  fc.assert(
    fc.property(fc.oneof(fuzzed, fc.jsonValue()), value => {
      const problems = checkPolicyDocument(value);
      if (problems.length > 0) return;
      const document = value as unknown as PolicyDocument;
      lint(document, { account: ACCOUNT });
      waysOf(document);
      const request = { principal: role('App'), action: 'kms:Decrypt', resource: KEY_ARN, context: {} };
      evaluate({ identity: [document], resource: document }, request);
      for (const caller of callersOf(document, ACCOUNT)) answer(document, caller, DANGERS[0]!, ACCOUNT);
    }),
    { numRuns: 3_000 },
  );
});
