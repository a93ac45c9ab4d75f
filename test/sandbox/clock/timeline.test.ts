import * as fc from 'fast-check';
import { Timeline } from '../../../sandbox/clock/timeline';

test('gives what is due by time, then in the order in which it was added, without what was taken out', () => {
  const entries = fc.array(fc.record({ at: fc.nat(20), isRemoved: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(entries, fc.nat(25), (added, until) => {
      const timeline = new Timeline<number>();
      const removals = added.map(({ at }, index) => timeline.add(at, index));
      added.forEach(({ isRemoved }, index) => isRemoved && removals[index]());
      const taken: number[] = [];
      for (let due = timeline.takeBy(until); due !== undefined; due = timeline.takeBy(until)) taken.push(due.value);
      const expected = added
        .map((entry, index) => ({ ...entry, index }))
        .filter(({ at, isRemoved }) => !isRemoved && at <= until)
        .sort((one, other) => one.at - other.at || one.index - other.index);
      expect(taken).toEqual(expected.map(({ index }) => index));
      const left = added.filter(({ at, isRemoved }) => !isRemoved && at > until).map(({ at }) => at);
      expect(timeline.first()?.at).toBe(left.length === 0 ? undefined : Math.min(...left));
    }),
  );
});
