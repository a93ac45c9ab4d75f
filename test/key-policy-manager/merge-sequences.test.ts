import fc from 'fast-check';
import { DEFAULT, DELEGATION, consumers, foreign, foreignOf, of, stackOn, wanted } from './key-sequences';
import { administrators } from '../../src/key-policy/evaluation/administrators';
import { constructOf, isAdministration } from '../../src/key-policy/ownership';
import { sameStatements } from '../../src/key-policy/same';
import { type Statement } from '../../src/key-policy/statement';
import { KeyDouble } from '../support/key-double';
import { ACCOUNT, role } from '../support/key-policy-facts';
import { randomRuns } from '../support/random-runs';
import { type StackDouble } from '../support/stack-double';
import { VirtualTime } from '../support/virtual-time';

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
            const desired = wanted('merge', one.stack, one.consumers);
            const { status } = await time.run(stacks[one.stack]!.deploy(desired, one.failsLater));
            expect(status).toBe(one.consumers.includes('Ghost') ? 'FAILED' : 'SUCCESS');
            if (status === 'SUCCESS' && !one.failsLater) live.set(one.stack, desired.Statements);
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
    { numRuns: randomRuns(60) },
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
        const [desired, other] = [wanted('merge', 'Orders', some), wanted('merge', 'Bills', others)];
        if (leaving) await time.run(orders.deploy(desired));

        await time.run(
          Promise.all([
            leaving ? orders.destroy() : orders.deploy(desired),
            time.sleep(headStart).then(async () => bills.deploy(other)),
          ]),
        );

        expect(sameStatements(of('Orders', key.policy), leaving ? [] : desired.Statements)).toBe(true);
        expect(sameStatements(of('Bills', key.policy), other.Statements)).toBe(true);
        expect(JSON.stringify(foreignOf(key.policy))).toBe(JSON.stringify([DELEGATION, foreign('A')]));
      },
    ),
    { numRuns: randomRuns(60) },
  );
});

test('a removal that would leave nobody in charge leaves those who decide over the key, and no use', async () => {
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
    ...wanted('merge', 'Orders', ['App'])
      .Statements.filter(isAdministration)
      .map(({ Sid }) => Sid),
  ]);
});
