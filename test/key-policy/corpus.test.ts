import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPolicyDocument } from '../../src/key-policy/check-policy-document';
import { evaluate } from '../../src/key-policy/evaluation/evaluate';
import { Answers } from '../../src/key-policy/lint/answers';
import { lint } from '../../src/key-policy/lint/lint';
import { RULES } from '../../src/key-policy/lint/rules';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { ACCOUNT, KEY_ARN } from '../support/key-policy-facts';

/** A policy, why it is bad or good, and the rules that have to say so. */
interface Example {
  readonly name: string;
  readonly why: string;
  /** The page of AWS that documents a policy of this kind. */
  readonly source?: string;
  readonly rules: readonly string[];
  readonly policy: PolicyDocument;
}

function read(kind: 'bad' | 'good'): readonly Example[] {
  const directory = join(__dirname, 'corpus', kind);
  return readdirSync(directory).map(name => ({
    name,
    ...(JSON.parse(readFileSync(join(directory, name), 'utf8')) as Omit<Example, 'name'>),
  }));
}

const [bad, good] = [read('bad'), read('good')];
const lintExample = ({ policy }: Example) => lint(policy, { account: ACCOUNT });

test('holds at least 60 bad policies and 40 good ones, each well formed and with a reason', () => {
  expect([bad.length, good.length]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(bad.length).toBeGreaterThanOrEqual(60);
  expect(good.length).toBeGreaterThanOrEqual(40);
  for (const { why, policy } of [...bad, ...good]) {
    expect(why).toMatch(/\S/);
    expect(checkPolicyDocument(policy)).toEqual([]);
  }
});

test.each([...bad, ...good])('$name: $why', example => {
  expect([...new Set(lintExample(example).map(({ rule }) => rule))]).toEqual(example.rules);
});

test('no bad policy is silent, and no good one is in error', () => {
  expect(bad.filter(({ rules }) => rules.length === 0)).toEqual([]);
  const errors = new Set(RULES.filter(({ severity }) => severity === 'error').map(({ id }) => id));
  expect(good.filter(({ rules }) => rules.some(rule => errors.has(rule)))).toEqual([]);
});

test('every rule is held by a bad policy: without the rule, that file fails', () => {
  const held = new Set(bad.flatMap(({ rules }) => rules));
  expect(RULES.map(({ id }) => id).filter(id => !held.has(id))).toEqual([]);
});

test('answers that policies share are those that each would find alone', () => {
  const answers = new Answers();
  [...bad, ...good].forEach(({ name, policy }, index) => {
    const context = {
      account: index % 2 ? ACCOUNT : '444455556666',
      given: { 'aws:PrincipalOrgID': `o-${index % 3}` },
    };
    expect([name, lint(policy, { ...context, answers })]).toEqual([name, lint(policy, context)]);
  });
});

test('every call that a finding shows is one that the policy allows', () => {
  const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] };
  for (const { name, policy, ...example } of bad) {
    for (const { call, rule } of lintExample({ name, policy, ...example })) {
      if (call?.context === undefined || rule === 'deny-without-service') continue;
      const named = [policy.Statement].flat().some(({ Resource }) => [Resource].flat().includes(KEY_ARN));
      const resource = named ? KEY_ARN : `arn:aws:kms::${ACCOUNT}:key/`;
      const { principal, action, context } = call;
      const isOpen = (key: string) => /^aws:(currenttime|userid|useragent|securetransport|requestedregion)$/.test(key);
      const { verdict } = evaluate(
        { identity: [everything], resource: policy },
        { principal, action, resource, context, isOpen },
      );
      expect([name, rule, verdict]).toEqual([name, rule, 'allowed']);
    }
  }
});
