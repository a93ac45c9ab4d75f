import { FifoLanes } from '../../../src/writer/batch/fifo-lanes';
import { renderBatch } from '../../../src/writer/batch/render-batch';
import type { Configuration } from '../../../src/writer/configuration';
import { CONFIGURATION, fifoMessage, message, messages } from '../messages';

const JSON_BODY: Configuration = { ...CONFIGURATION, body: { as: 'json' } };

/** A processor so slow that a look at the clock takes a millisecond. */
class SlowClock {
  public constructor(private left: number) {}

  public remaining(): number {
    return this.left--;
  }

  public now = (): number => 0;
  public sleep = async (): Promise<void> => undefined;
}

const hostile = message({ messageId: 'hostile', body: `{"a":[${Array(100_000).fill('1').join()}]}` });

function outcomes(renderings: ReturnType<typeof renderBatch>): string[] {
  return renderings.map(rendering =>
    'outcome' in rendering ? `${rendering.record.messageId}: ${JSON.stringify(rendering.outcome)}` : rendering.key,
  );
}

test('renders the messages of a batch in their order, whatever their size', () => {
  const records = messages(4, index => `{"a":"${'a'.repeat(100 - index)}"}`);
  expect(outcomes(renderBatch(records, JSON_BODY, new SlowClock(1_000)))).toEqual(['m0', 'm1', 'm2', 'm3']);
});

test('refuses a message by itself that takes more than half of the time', () => {
  const [first, last] = messages(2, () => '{}');
  expect(outcomes(renderBatch([first, hostile, last], JSON_BODY, new SlowClock(300)))).toEqual([
    'm0',
    'hostile: {"kind":"poison","cause":"tooSlow"}',
    'm1',
  ]);
});

test('lets a message wait that takes that long in a FIFO queue, and its group with it', () => {
  const group = [hostile.body, '{}'].map((body, index) => fifoMessage('a', index, { body }));
  const others = [fifoMessage('b', 1, { body: '{}' })];
  const lanes = new FifoLanes(renderBatch([...group, ...others], JSON_BODY, new SlowClock(300)));
  expect(lanes.settled).toEqual([
    { record: group[0], outcome: { kind: 'retryable', cause: 'OutOfTime' } },
    { record: group[1], outcome: { kind: 'retryable', cause: 'GroupStopped' } },
  ]);
  expect(lanes.heads().map(({ key }) => key)).toEqual(['b1']);
});

test('hands back what there is no time for', () => {
  const records = messages(30, () => '{}');
  const rendered = outcomes(renderBatch(records, JSON_BODY, new SlowClock(60)));
  expect(rendered.slice(0, 5)).toEqual(['m0', 'm1', 'm2', 'm3', 'm4']);
  expect(rendered.at(-1)).toBe('m29: {"kind":"retryable","cause":"OutOfTime"}');
});

test('does not blame a message that began late for the end of the time', () => {
  const records = [...messages(40, () => '{}'), hostile];
  expect(outcomes(renderBatch(records, JSON_BODY, new SlowClock(150))).at(-1)).toBe(
    'hostile: {"kind":"retryable","cause":"OutOfTime"}',
  );
});

test.each([0, -5, NaN])('renders nothing with %p milliseconds left', left => {
  expect(outcomes(renderBatch(messages(1), CONFIGURATION, new SlowClock(left)))).toEqual([
    'm0: {"kind":"retryable","cause":"OutOfTime"}',
  ]);
});

test('lets through what is a fault of ours', () => {
  const broken = message({ messageAttributes: { a: undefined as never } });
  expect(() => renderBatch([broken], CONFIGURATION, new SlowClock(100))).toThrow(TypeError);
});
