import * as fc from 'fast-check';
import type { Account } from '../../../src/cli/deployed/account';
import { NotRead } from '../../../src/cli/deployed/not-read';
import { broken, good, type LinkCheck, type LinkFinding, warning } from '../../../src/cli/doctor/check';
import { CAUSES_OF_DEAD_LETTERS, CHECKS, diagnose } from '../../../src/cli/doctor/diagnose';
import { renderDiagnoses, renderVerdict } from '../../../src/cli/doctor/render';

const FINDINGS: Readonly<Record<string, LinkFinding>> = {
  good: good('it is'),
  warning: warning('it may not be'),
  broken: broken('it is not', { todo: 'mend it' }),
};

/** The real graph, where each check finds what it is told. */
const checksThatFind = (states: readonly string[]): LinkCheck[] =>
  CHECKS.map((check, index) => ({
    ...check,
    look: async () => {
      const finding = FINDINGS[states[index]!];
      if (finding === undefined) throw new NotRead('the caller may not');
      return finding;
    },
  }));

const states = fc.array(fc.constantFrom('good', 'warning', 'broken', 'unknown'), {
  minLength: CHECKS.length,
  maxLength: CHECKS.length,
});

/** Every check that explains another one, be it through others. */
function explains(name: string): Set<string> {
  const { after } = CHECKS.find(check => check.name === name)!;
  return new Set(after.flatMap(cause => [cause, ...explains(cause)]));
}

test('whatever is broken: a consequence is never called broken, and names a cause that is', async () => {
  await fc.assert(
    fc.asyncProperty(states, async found => {
      const done = await diagnose({} as Account, checksThatFind(found));
      for (const [index, { cause, name, state }] of done.entries()) {
        const causes = done.filter(other => other.state === 'broken' && explains(name).has(other.name));
        expect([name, state]).toEqual([name, causes.length > 0 ? 'follows' : found[index]]);
        if (state === 'follows') expect(causes.map(({ number }) => number)).toContain(cause);
      }
    }),
  );
});

test('every check that explains another one comes before it, so that the cause is named first', () => {
  const names = CHECKS.map(({ name }) => name);
  const wrong = CHECKS.flatMap(({ after, name }) =>
    after.filter(cause => !names.slice(0, names.indexOf(name)).includes(cause)).map(cause => [name, cause]),
  );
  expect(wrong).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test('nothing that only watches keeps dead letters from being moved back', () => {
  const names = CAUSES_OF_DEAD_LETTERS.map(({ name }) => name);
  expect(names).toContain('key state');
  expect(
    names.filter(name => ['alarms', 'topics', 'events', 'trail', 'dead letters', 'in alarm'].includes(name)),
  ).toEqual([]);
});

test.each([
  ['AccessDeniedException', 'the caller may not call kms:DescribeKey'],
  ['AuthorizationError', 'the caller may not call kms:DescribeKey'],
  ['ThrottlingException', 'AWS asks to slow down (kms:DescribeKey)'],
  ['TooManyRequestsException', 'AWS asks to slow down (kms:DescribeKey)'],
])('%s: the other checks go on', (name, message) => {
  const error = Object.assign(new Error('no'), { name });
  expect(NotRead.from(error, 'kms:DescribeKey')).toEqual(new NotRead(message));
});

test('any other error ends it', () => {
  const error = Object.assign(new Error('no'), { name: 'InternalFailure' });
  expect(NotRead.from(error, 'kms:DescribeKey')).toBe(error);
});

test('what is printed fits 80 columns, but for commands, and colours only the signs', () => {
  const long = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');
  const command = `aws kms enable-key --key-id ${'x'.repeat(80)}`;
  const check = {
    number: 3,
    name: 'key state',
    state: 'broken' as const,
    says: long,
    why: long,
    fix: [command, 'b'],
    todo: long,
  };
  const lines = renderDiagnoses([check], 80, false).split('\n');
  expect(lines.filter(line => line.length > 80)).toEqual([`                  fix: ${command}`]);
  expect(lines[0]).toMatch(/^✗ {2}3 key state {4}word0 word1/);
  expect(lines.find(line => line.endsWith(' b'))).toBe(`${' '.repeat(23)}b`);
  expect(renderDiagnoses([check], 80, true)).toContain('\u001b[31m✗\u001b[0m  3 key state');
});

test('the last line says how much is broken and where to begin', () => {
  const of = (number: number, state: 'broken' | 'good' | 'unknown') => ({ number, name: 'x', state, says: '' });
  const isBad = ({ state }: { state: string }) => state === 'broken';
  expect(renderVerdict([of(1, 'good'), of(2, 'broken'), of(3, 'broken')], isBad)).toBe('2 of 3 broken: begin with 2');
  expect(renderVerdict([of(1, 'good'), of(2, 'unknown')], isBad)).toBe(
    'none of 2 is broken; 1 could not be looked at: see doctor --policy',
  );
});

test.each([
  [
    '3',
    {
      state: 'broken',
      says: 'there are 3 dead letters; the oldest came 25 hours ago; SQS deletes the first in 8 days at the earliest',
      todo: expect.stringMatching(
        /^see what they died of with 'npx encrypted-queue-to-table dlq list OrdersStack', mend that, then move them back with 'npx encrypted-queue-to-table dlq redrive OrdersStack': https:\S+\/docs\/runbooks\/dead-letters\.md$/,
      ),
    },
  ],
  ['0', good('there are no dead letters')],
])('%s dead letters: how old, how long they are kept at least, and what to do', async (count, finding) => {
  const account = {
    stackName: 'OrdersStack',
    now: new Date('2026-01-10T00:00:00Z'),
    queue: async () => ({ MessageRetentionPeriod: '345600' }),
    deadLetters: async () => ({
      ApproximateNumberOfMessages: count,
      MessageRetentionPeriod: '1209600',
      QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:Orders-dlq',
    }),
    ask: async () => ({ MetricDataResults: [{ Values: [90_000, 86_400] }] }),
    deployment: { parts: async () => ({ path: 'OrdersStack/Orders' }), hasSeveral: async () => false },
  } as unknown as Account;
  const { look } = CHECKS.find(({ name }) => name === 'dead letters')!;
  await expect(look(account)).resolves.toEqual(finding);
});

test.each([
  ['2026-01-05', 'broken', 'the key material expires in 4 days, on 2026-01-05T00:00:00.000Z'],
  ['2026-01-21', 'warning', 'the key material expires in 20 days, on 2026-01-21T00:00:00.000Z'],
])('without kms:ListKeyRotations the key still tells that its material expires on %s', async (ends, state, says) => {
  const { look } = CHECKS.find(({ name }) => name === 'material')!;
  const key = { Arn: KEY, Origin: 'EXTERNAL', ValidTo: new Date(ends) };
  await expect(look(withoutRotations(key))).resolves.toMatchObject({ state, says });
});

test.each([[new Date('2026-06-01')], [undefined]])(
  'without kms:ListKeyRotations nobody says that all is well with the other materials: %s',
  async ValidTo => {
    const diagnoses = await diagnose(withoutRotations({ Origin: 'EXTERNAL', ValidTo }), MATERIAL_ALONE);
    expect(diagnoses).toMatchObject([
      { state: 'unknown', says: 'not looked at: the caller may not call kms:ListKeyRotations' },
    ]);
  },
);

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1';
const MATERIAL_ALONE = CHECKS.filter(({ name }) => name === 'material');

function withoutRotations(key: object): Account {
  return {
    now: new Date('2026-01-01T00:00:00Z'),
    key: async () => key,
    keyArn: async () => KEY,
    ask: async (action: string) => Promise.reject(NotRead.from({ name: 'AccessDeniedException' }, action)),
  } as unknown as Account;
}
