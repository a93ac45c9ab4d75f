import fc from 'fast-check';
import { DEFAULT, DELEGATION, consumers, foreign, foreignOf, of, stackOn, wanted } from './key-sequences';
import { administrators } from '../../src/key-policy/evaluation/administrators';
import { isAdministration } from '../../src/key-policy/ownership';
import { sameStatements } from '../../src/key-policy/same';
import { KeyDouble } from '../support/key-double';
import { ACCOUNT, role } from '../support/key-policy-facts';
import { randomRuns } from '../support/random-runs';
import { type Wanted } from '../support/stack-double';
import { VirtualTime } from '../support/virtual-time';

test('replace: whatever happens until the end, those who decide stay, and every use goes', async () => {
  const change = fc.record({
    way: fc.constantFrom('merge' as const, 'replace' as const),
    consumers,
    failsLater: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async changes => {
      const before = { ...DEFAULT, Statement: [DELEGATION, foreign('A')] };
      const key = new KeyDouble(before);
      key.unknown.add(role('Ghost'));
      const time = new VirtualTime();
      const stack = stackOn(key, time, 'OrdersManager');
      let [live, replaced]: [Wanted | undefined, boolean] = [undefined, false];

      for (const { way, consumers: names, failsLater } of changes) {
        const desired = wanted(way, 'Orders', names);
        const { status } = await time.run(stack.deploy(desired, failsLater));
        expect(status).toBe(names.includes('Ghost') ? 'FAILED' : 'SUCCESS');
        if (status === 'SUCCESS' && way === 'replace') replaced = true;
        if (status === 'SUCCESS' && !failsLater) live = desired;
        if (live) expect(sameStatements(of('Orders', key.policy), live.Statements)).toBe(true);
        expect(foreignOf(key.policy)).toEqual(replaced ? [] : before.Statement);
        expect(administrators(key.policy, ACCOUNT)).not.toEqual([]);
      }

      await time.run(stack.destroy());
      expect(foreignOf(key.policy)).toEqual(replaced ? [] : before.Statement);
      const left = of('Orders', key.policy).filter(({ Sid }) => !Sid!.endsWith('PolicyManagerAdmission'));
      expect(left.every(isAdministration)).toBe(true);
      expect(left.length > 0).toBe(replaced);
    }),
    { numRuns: randomRuns(40) },
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
