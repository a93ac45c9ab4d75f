import fc from 'fast-check';
import { constructOf } from '../../src/key-policy/ownership';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { sameStatements } from '../../src/key-policy/same';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { STALENESS_MILLISECONDS } from '../../src/key-policy-manager/converge';
import { NOTHING_PUT } from '../../src/key-policy-manager/properties';
import { KeyDouble } from '../support/key-double';
import { ACCOUNT, keyPolicyFacts, role } from '../support/key-policy-facts';
import { randomRuns } from '../support/random-runs';
import { StackDouble, type Wanted } from '../support/stack-double';
import { VirtualTime } from '../support/virtual-time';

const DELEGATION: Statement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const NAMES = ['Orders', 'Bills', 'Claims'] as const;
type Name = (typeof NAMES)[number];

const wanted = (SidPrefix: Name, consumer: string): Wanted => ({
  Way: 'merge',
  SidPrefix,
  Statements: renderKeyPolicyStatements(
    keyPolicyFacts({ sidPrefix: SidPrefix, policyManagerRoleArn: role(SidPrefix), consumerRoleArns: [role(consumer)] }),
  ).filter(({ Sid }) => /AdminsPutPolicy|PolicyManager|ProducersThroughSqs/.test(Sid!)),
});
const of = (prefix: Name, { Statement: statements }: PolicyDocument) =>
  statements.filter(statement => constructOf(statement) === prefix);

/** The time after which a read shows every edit by hand: what is newer may be missed. */
const SEEN_AFTER = STALENESS_MILLISECONDS + 4_000;

const step = fc.record({
  stack: fc.constantFrom(...NAMES),
  pause: fc.noBias(fc.integer({ min: 0, max: 30_000 })),
  consumer: fc.option(fc.constantFrom('App', 'Shop'), { nil: undefined }),
  failsLater: fc.boolean(),
});
const edit = fc.record({
  at: fc.integer({ min: 0, max: 200_000 }),
  takes: fc.integer({ min: 0, max: 30_000 }),
  what: fc.constantFrom('adds', 'removes ours'),
});
/** Chances from 0 to 1, each as likely as any other. */
const fates = fc.infiniteStream(fc.noBias(fc.integer({ min: 0, max: 999_999 })).map(number => number / 1_000_000));

interface Run {
  readonly steps: readonly { stack: Name; pause: number; consumer?: string; failsLater: boolean }[];
  readonly edits: readonly { at: number; takes: number; what: string }[];
  readonly luck: fc.Stream<number>;
  readonly crashes: boolean;
}

/** Has three stacks work on one key at once, and looks at every answer. */
async function play({ steps, edits, luck, crashes }: Run): Promise<void> {
  const time = new VirtualTime();
  const key = new KeyDouble({ Version: '2012-10-17', Statement: [DELEGATION] }, () => time.now);
  const chance = () => luck.next().value as number;
  const edited: number[] = [];
  const failing = (name: string) => Object.assign(new Error(name), { name });
  const way = async (): Promise<void> => {
    const fate = chance();
    if (crashes && fate < 0.005) return new Promise(() => {});
    if (fate < 0.04) throw failing('ThrottlingException');
    if (fate < 0.06) throw failing('TimeoutError');
    await time.sleep(chance() * 1_000);
  };
  const expectGoal = (name: Name, statements: readonly Statement[]) => {
    if (!edited.some(at => at > time.now - SEEN_AFTER)) {
      expect([name, sameStatements(of(name, key.policy), statements)]).toEqual([name, true]);
    }
  };
  const goals = new Map<Name, readonly Statement[]>();
  const work = async (name: Name) => {
    const stack = new StackDouble(
      () => ({
        keyOf: () => key.seenBy(role(name), way, () => chance() * STALENESS_MILLISECONDS),
        deadline: time.clock(200_000),
        report: () => {},
      }),
      async () => time.sleep(600_000),
    );
    stack.answered = ({ physicalResourceId, status }, policy) => {
      goals.delete(name); // while nothing is promised
      if (status !== 'SUCCESS') return;
      // nothing was put that could be left; what an edit by hand brings back is not the stack's
      if (physicalResourceId === NOTHING_PUT && edits.length > 0) return;
      expectGoal(name, policy?.Statements ?? []);
      goals.set(name, policy?.Statements ?? []);
    };
    for (const { pause, consumer, failsLater } of steps.filter(one => one.stack === name)) {
      await time.sleep(pause);
      await (consumer === undefined ? stack.destroy() : stack.deploy(wanted(name, consumer), failsLater));
    }
  };
  const editByHand = async ({ at, takes, what }: Run['edits'][number]) => {
    await time.sleep(at);
    const read = key.policy.Statement;
    await time.sleep(takes);
    const others =
      what === 'adds' ? [...read, { ...DELEGATION, Sid: `By hand ${at}` }] : [DELEGATION, ...read.slice(1, -1)];
    key.edit(() => others);
    edited.push(time.now);
  };

  await time.run(Promise.all([...NAMES.map(work), ...edits.map(editByHand)]));
  if (edits.length > 0) return;
  for (const [name, statements] of goals) expectGoal(name, statements);
  expect(key.policy.Statement.filter(statement => constructOf(statement) === undefined)).toEqual([DELEGATION]);
}

const steps = fc.noShrink(fc.array(step, { minLength: 3, maxLength: 9 }));

test.each([
  ['three stacks at once', fc.constant([]), false],
  ['and functions that end without an answer', fc.constant([]), true],
  ['and edits by hand', fc.array(edit, { maxLength: 4 }), true],
])('a SUCCESS is true, with old reads, lost answers and throttles: %s', async (_, edits, crashes) => {
  await fc.assert(
    fc.asyncProperty(steps, edits, fates, async (some, byHand, luck) =>
      play({ steps: some, edits: byHand, luck, crashes }),
    ),
    { numRuns: randomRuns(100) },
  );
});

test('ten constructs that begin at once on one key all find their place', async () => {
  await fc.assert(
    fc.asyncProperty(fates, async luck => {
      const time = new VirtualTime();
      const key = new KeyDouble({ Version: '2012-10-17', Statement: [DELEGATION] }, () => time.now);
      const way = async () => time.sleep((luck.next().value as number) * 200);
      const deploy = async (_: unknown, index: number) => {
        const SidPrefix = `Orders${index}`;
        const stack = new StackDouble(() => ({
          keyOf: () => key.seenBy(role('Manager'), way, () => (luck.next().value as number) * 1_000),
          deadline: time.clock(200_000),
          report: () => {},
        }));
        const statements = renderKeyPolicyStatements(
          keyPolicyFacts({ sidPrefix: SidPrefix, policyManagerRoleArn: role('Manager'), destroyerRoleArns: [] }),
        ).slice(0, 4);
        return stack.deploy({ Way: 'merge', SidPrefix, Statements: statements });
      };
      const outcomes = await time.run(Promise.all(Array.from({ length: 10 }).map(deploy)));
      expect(outcomes.map(({ status }) => status)).toEqual(Array(10).fill('SUCCESS'));
      expect(key.policy.Statement).toHaveLength(41);
    }),
    { numRuns: 10 },
  );
});
