import { changeVisibility } from '../../../src/writer/waiting/change-visibility';
import { messages } from '../messages';

const waits = (count: number) => messages(count).map(record => ({ record, seconds: 180 }));
const clock = { remaining: () => 1_000 };

test('tells the queue of ten messages in a call', async () => {
  const sizes: number[] = [];
  const unchanged = await changeVisibility(waits(25), async part => (sizes.push(part.length), []), clock);
  expect(sizes).toEqual([10, 10, 5]);
  expect([...unchanged]).toEqual([]);
});

test('tries a failed call once more', async () => {
  let calls = 0;
  const call = async () => {
    if (++calls === 1) throw Object.assign(new Error(), { name: 'TimeoutError' });
    return [];
  };
  expect([...(await changeVisibility(waits(10), call, clock))]).toEqual([]);
  expect(calls).toBe(2);
});

test('counts what it could not tell, by reason', async () => {
  const call = async (part: readonly { readonly record: { readonly messageId: string } }[]) => {
    if (part[0].record.messageId === 'm0') return ['MessageNotInflight', 'MessageNotInflight'];
    throw Object.assign(new Error('secret'), { name: 'AccessDenied' });
  };
  expect([...(await changeVisibility(waits(15), call, clock))]).toEqual([
    ['MessageNotInflight', 2],
    ['AccessDenied', 5],
  ]);
});

test('makes no call that could not be answered', async () => {
  const call = jest.fn();
  expect([...(await changeVisibility(waits(30), call, { remaining: () => 0 }))]).toEqual([['OutOfTime', 30]]);
  expect(call).not.toHaveBeenCalled();
});

test('has at most twenty calls under way', async () => {
  let underWay = 0;
  let most = 0;
  const call = async () => {
    most = Math.max(most, ++underWay);
    await new Promise(resolve => setImmediate(resolve));
    underWay--;
    return [];
  };
  await changeVisibility(waits(1_000), call, clock);
  expect(most).toBe(20);
});
