import fc from 'fast-check';
import { administrators } from '../../src/key-policy/evaluation/administrators';
import { constructOf } from '../../src/key-policy/ownership';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { sameStatements } from '../../src/key-policy/same';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { KeyDouble } from '../support/key-double';
import { ACCOUNT, keyPolicyFacts, role } from '../support/key-policy-facts';
import { StackDouble, type Wanted } from '../support/stack-double';
import { VirtualTime } from '../support/virtual-time';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const DELEGATION: Statement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: ROOT },
  Action: 'kms:*',
  Resource: '*',
};
const DEFAULT: PolicyDocument = { Version: '2012-10-17', Id: 'key-default-1', Statement: [DELEGATION] };
const foreign = (name: string): Statement => ({
  Sid: `${name} of somebody else`,
  Effect: 'Allow',
  Principal: { AWS: role(name) },
  Action: ['kms:ListGrants'],
  Resource: '*',
});

const wanted = (Way: Wanted['Way'], SidPrefix: string, consumers: readonly string[]): Wanted => ({
  Way,
  SidPrefix,
  Statements: renderKeyPolicyStatements(
    keyPolicyFacts({
      sidPrefix: SidPrefix,
      policyManagerRoleArn: role(`${SidPrefix}Manager`),
      consumerRoleArns: consumers.map(role),
    }),
  ),
});
const stackOn = (key: KeyDouble, time: VirtualTime, manager: string, latency?: () => Promise<void>) =>
  new StackDouble(() => ({
    keyOf: () => key.seenBy(role(manager), latency),
    clock: time.clock(30_000),
    report: () => {},
  }));
const foreignOf = ({ Statement: statements }: PolicyDocument) =>
  statements.filter(statement => constructOf(statement) === undefined);
const of = (prefix: string, { Statement: statements }: PolicyDocument) =>
  statements.filter(statement => constructOf(statement) === prefix);

const consumers = fc.uniqueArray(fc.constantFrom('App', 'Shop', 'Ghost', 'Back'), { minLength: 1, maxLength: 3 });
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('deploy' as const),
      stack: fc.constantFrom('Orders', 'Bills'),
      consumers,
      failsLater: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('destroy' as const), stack: fc.constantFrom('Orders', 'Bills') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('somebody adds' as const), name: fc.constantFrom('A', 'B', 'C') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('somebody removes' as const), name: fc.constantFrom('A', 'B', 'C') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('somebody removes ours' as const),
      stack: fc.constantFrom('Orders', 'Bills'),
    }),
  },
);

test('merge: whatever happens in whatever order, statements of others stay as they were and ours are there or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async steps => {
      const key = new KeyDouble(DEFAULT);
      key.unknown.add(role('Ghost'));
      const time = new VirtualTime();
      const stacks: Record<string, StackDouble> = {
        Orders: stackOn(key, time, 'OrdersManager'),
        Bills: stackOn(key, time, 'BillsManager'),
      };
      const live = new Map<string, readonly Statement[]>();
      const tampered = new Set<string>();
      const others: Statement[] = [DELEGATION];

      for (const one of steps) {
        switch (one.kind) {
          case 'deploy': {
            const wish = wanted('merge', one.stack, one.consumers);
            const { status } = await time.run(stacks[one.stack]!.deploy(wish, one.failsLater));
            expect(status).toBe(one.consumers.includes('Ghost') ? 'FAILED' : 'SUCCESS');
            if (status === 'SUCCESS' && !one.failsLater) live.set(one.stack, wish.Statements);
            tampered.delete(one.stack); // a failed update mends too, on its way back
            break;
          }
          case 'destroy':
            await time.run(stacks[one.stack]!.destroy());
            live.delete(one.stack);
            break;
          case 'somebody adds':
            if (others.some(({ Sid }) => Sid === foreign(one.name).Sid)) break;
            others.push(foreign(one.name));
            key.edit(statements => [...statements, foreign(one.name)]);
            break;
          case 'somebody removes':
            if (others.some(({ Sid }) => Sid === foreign(one.name).Sid)) {
              others.splice(
                others.findIndex(({ Sid }) => Sid === foreign(one.name).Sid),
                1,
              );
            }
            key.edit(statements => statements.filter(({ Sid }) => Sid !== foreign(one.name).Sid));
            break;
          case 'somebody removes ours':
            key.edit(statements => statements.filter(statement => constructOf(statement) !== one.stack));
            tampered.add(one.stack);
            break;
        }
        expect(JSON.stringify(foreignOf(key.policy))).toBe(JSON.stringify(others));
        expect(administrators(key.policy, ACCOUNT)).not.toEqual([]);
        for (const [prefix, statements] of live) {
          expect(sameStatements(of(prefix, key.policy), tampered.has(prefix) ? [] : statements)).toBe(true);
        }
      }

      for (const stack of Object.values(stacks)) await time.run(stack.destroy());
      expect(JSON.stringify(key.policy)).toBe(JSON.stringify({ ...DEFAULT, Statement: others }));
    }),
    { numRuns: 150 },
  );
});

test('merge: two stacks at once lose nothing, however slow KMS is', async () => {
  const waits = fc.infiniteStream(fc.integer({ min: 0, max: 1_000 }));
  const headStarts = fc.integer({ min: 0, max: 4_000 });
  await fc.assert(
    fc.asyncProperty(
      waits,
      headStarts,
      consumers,
      consumers,
      fc.boolean(),
      async (latencies, headStart, some, others, leaving) => {
        const key = new KeyDouble({ ...DEFAULT, Statement: [DELEGATION, foreign('A')] });
        const time = new VirtualTime();
        const latency = async () => time.sleep(latencies.next().value as number);
        const [orders, bills] = [
          stackOn(key, time, 'OrdersManager', latency),
          stackOn(key, time, 'BillsManager', latency),
        ];
        const [wish, otherWish] = [wanted('merge', 'Orders', some), wanted('merge', 'Bills', others)];
        if (leaving) await time.run(orders.deploy(wish));

        await time.run(
          Promise.all([
            leaving ? orders.destroy() : orders.deploy(wish),
            time.sleep(headStart).then(async () => bills.deploy(otherWish)),
          ]),
        );

        expect(sameStatements(of('Orders', key.policy), leaving ? [] : wish.Statements)).toBe(true);
        expect(sameStatements(of('Bills', key.policy), otherWish.Statements)).toBe(true);
        expect(JSON.stringify(foreignOf(key.policy))).toBe(JSON.stringify([DELEGATION, foreign('A')]));
      },
    ),
    { numRuns: 150 },
  );
});

test('replace: whatever happens until the end, the policy from before comes back', async () => {
  const change = fc.record({
    way: fc.constantFrom('merge' as const, 'replace' as const),
    consumers,
    failsLater: fc.boolean(),
    edited: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 8 }), async changes => {
      const before = { ...DEFAULT, Statement: [DELEGATION, foreign('A')] };
      const key = new KeyDouble(before);
      key.unknown.add(role('Ghost'));
      const time = new VirtualTime();
      const stack = stackOn(key, time, 'OrdersManager');
      let live: Wanted | undefined;

      for (const { way, consumers: names, failsLater, edited } of changes) {
        const wish = wanted(way, 'Orders', names);
        const { status } = await time.run(stack.deploy(wish, failsLater));
        expect(status).toBe(names.includes('Ghost') ? 'FAILED' : 'SUCCESS');
        if (status === 'SUCCESS' && !failsLater) live = wish;
        if (live) expect(sameStatements(of('Orders', key.policy), live.Statements)).toBe(true);
        expect(foreignOf(key.policy)).toEqual(live?.Way === 'replace' ? [] : before.Statement);
        expect(administrators(key.policy, ACCOUNT)).not.toEqual([]);
        if (edited && live?.Way === 'replace') key.edit(statements => [...statements, foreign('B')]);
        if (edited && live?.Way === 'replace') await time.run(stack.deploy(live));
      }

      await time.run(stack.destroy());
      expect(JSON.stringify(key.policy)).toBe(JSON.stringify(before));
    }),
    { numRuns: 60 },
  );
});

test('replace: refuses while another construct has statements on the key, and changes nothing', async () => {
  const key = new KeyDouble(DEFAULT);
  const time = new VirtualTime();
  await time.run(stackOn(key, time, 'BillsManager').deploy(wanted('merge', 'Bills', ['App'])));
  const before = key.policy;
  const outcome = await time.run(stackOn(key, time, 'OrdersManager').deploy(wanted('replace', 'Orders', ['App'])));
  expect(outcome).toMatchObject({
    status: 'FAILED',
    reason: 'PlanRefused: the policy also holds statements of Bills: constructs that share a key have to merge',
  });
  expect(key.policy).toEqual(before);
});

test('replace: a construct that merged since keeps its statements when the earlier policy comes back', async () => {
  const key = new KeyDouble(DEFAULT);
  const time = new VirtualTime();
  const [orders, bills] = [stackOn(key, time, 'OrdersManager'), stackOn(key, time, 'OrdersManager')];
  const wish = wanted('merge', 'Bills', ['App']);
  await time.run(orders.deploy(wanted('replace', 'Orders', ['App'])));
  await time.run(bills.deploy(wish));
  await time.run(orders.destroy());
  expect(foreignOf(key.policy)).toEqual([DELEGATION]);
  expect(sameStatements(of('Bills', key.policy), wish.Statements)).toBe(true);
});

test('a removal that would leave nobody in charge leaves the administrators, and nobody else', async () => {
  const key = new KeyDouble(DEFAULT);
  const time = new VirtualTime();
  const stack = stackOn(key, time, 'OrdersManager');
  const bootstrap: Statement = {
    ...DELEGATION,
    Sid: 'Pre-grant',
    Action: ['kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
    Condition: { ArnEquals: { 'aws:PrincipalArn': role('OrdersManager') } },
  };
  await time.run(stack.deploy(wanted('merge', 'Orders', ['App'])));
  key.edit(statements => [bootstrap, ...statements.filter(statement => statement.Sid !== DELEGATION.Sid)]);
  await time.run(stack.destroy());
  expect(key.policy.Statement.map(({ Sid }) => Sid)).toEqual([
    'Pre-grant',
    'Orders AdminsManage',
    'Orders AdminsPutPolicy',
    'Orders BreakGlass',
  ]);
});
