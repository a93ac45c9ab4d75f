import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { deleteRecorded } from '../../../src/cli/dlq/delete-recorded';
import { DropRecord } from '../../../src/cli/dlq/drop-record';
import type { Terminal } from '../../../src/cli/terminal';

const folder = mkdtempSync(join(tmpdir(), 'deleted-'));
const HIDDEN_UNTIL = new Date('2026-01-01T00:01:00Z');
const EARLIER = new Date('2026-01-01T00:00:00Z');
const IDS = ['a', 'b', 'c'];
const LOOK_AGAIN = 'in a minute dlq peek shows which are still there; drop those with a record of their own';

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

let count = 0;

/** A queue whose messages are deleted as a script says. */
class Ground {
  public readonly deleted: string[] = [];
  /** What the file said of each message when SQS was asked to delete it. */
  public readonly whenAsked: string[] = [];
  public readonly record: DropRecord;
  public readonly terminal: Pick<Terminal, 'whenInterrupted' | 'whenStopped'> = {} as never;
  public time = EARLIER;

  public constructor(private readonly answers: Readonly<Record<string, (drops: () => void) => void>> = {}) {
    const about = { queue: 'arn', reason: 'why', by: 'ada', at: EARLIER };
    const messages = IDS.map(messageId => ({ messageId, sha256: 'f00', bytes: 1, sentAt: EARLIER }));
    this.record = new DropRecord(join(folder, `${(count += 1)}.json`), messages, about);
  }

  public async drop(): Promise<void> {
    await this.record.begin();
    const send = async ({ input: { ReceiptHandle: id } }: { input: { ReceiptHandle: string } }): Promise<void> => {
      this.whenAsked.push(this.inFile());
      const drops = (): void => void this.deleted.push(id);
      (this.answers[id] ?? ((does: () => void) => does()))(drops);
    };
    const messages = IDS.map(id => ({ MessageId: id, ReceiptHandle: id, hiddenUntil: HIDDEN_UNTIL }));
    const queue = { sqs: { send }, url: 'url' } as never;
    await deleteRecorded({ now: () => this.time, terminal: this.terminal as never }, queue, messages, this.record);
  }

  /** The fate of each message, as the file has it. */
  public inFile(): string {
    const { messages } = JSON.parse(readFileSync(this.record.file, 'utf8'));
    return messages.map(({ fate }: { fate: string }) => fate).join(' ');
  }
}

const failing = (more: object): Error => Object.assign(new Error('no'), { name: 'InternalError', ...more });
const refused = failing({ $metadata: { httpStatusCode: 403, attempts: 1 } });

test('each message is said to be in doubt before SQS is asked, and deleted afterwards', async () => {
  const ground = new Ground();
  await ground.drop();
  expect(ground.whenAsked).toEqual(['unknown remains remains', 'deleted unknown remains', 'deleted deleted unknown']);
  expect([ground.inFile(), ground.record.sum()]).toEqual(['deleted deleted deleted', 'deleted 3 of 3 messages']);
  expect(ground.terminal.whenStopped).toBe(`deleted 3 of 3 messages; the record is ${ground.record.file}`);
  expect(ground.terminal.whenInterrupted).toBeUndefined();
});

describe('what stops it half-way', () => {
  test.each<[string, (ground: Ground, drops: () => void) => void, string, string]>([
    [
      'SQS refuses',
      () => {
        throw refused;
      },
      'deleted remains remains',
      'InternalError: no: deleted 1 of 3 messages; remaining: b, c',
    ],
    [
      'SQS refuses, after a try without an answer',
      () => {
        throw failing({ $metadata: { httpStatusCode: 403, attempts: 2 } });
      },
      'deleted unknown remains',
      'InternalError: no: deleted 1 of 3 messages; deleted or not: b; remaining: c',
    ],
    [
      'the answer is lost',
      (_, drops) => {
        drops();
        throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
      },
      'deleted unknown remains',
      'no answer from AWS: ECONNRESET: deleted 1 of 3 messages; deleted or not: b; remaining: c',
    ],
    [
      'an answer after somebody else may have received the message',
      ground => (ground.time = HIDDEN_UNTIL),
      'deleted unknown remains',
      'SQS answered when it hid the message no longer: deleted 1 of 3 messages; deleted or not: b; remaining: c',
    ],
    [
      'Ctrl-C',
      (ground, drops) => {
        ground.terminal.whenInterrupted!();
        drops();
      },
      'deleted deleted remains',
      'stopped: deleted 2 of 3 messages; remaining: c',
    ],
  ])('%s', async (_, answer, fates, message) => {
    const ground: Ground = new Ground({ b: drops => answer(ground, drops) });
    await expect(ground.drop()).rejects.toMatchObject({ message, hint: LOOK_AGAIN });
    expect([ground.inFile(), statSync(ground.record.file).mode % 0o1000]).toEqual([fates, 0o600]);
    expect(JSON.parse(readFileSync(ground.record.file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(ground.record)));
  });

  test('a message that SQS hides no longer is left alone', async () => {
    const ground = new Ground();
    ground.time = HIDDEN_UNTIL;
    await expect(ground.drop()).rejects.toMatchObject({
      message: 'SQS hides the messages no longer: deleted 0 of 3 messages; remaining: a, b, c',
    });
    expect([ground.deleted, ground.inFile()]).toEqual([[], 'remains remains remains']);
  });
});

describe('a disk that takes nothing more', () => {
  const fails = Object.assign(new Error('full'), { code: 'ENOSPC' });

  test.each([
    [
      'before a message is deleted: it is not',
      3,
      'deleted remains remains',
      'deleted 1 of 3 messages; remaining: b, c',
    ],
    ['afterwards: the printed record knows it', 4, 'deleted unknown remains', 'deleted 2 of 3 messages; remaining: c'],
  ])('%s', async (_, write, fates, sum) => {
    const ground = new Ground();
    const { overwrite } = ground.record as unknown as { overwrite: () => Promise<void> };
    let writes = 0;
    jest.spyOn(ground.record as never, 'overwrite').mockImplementation((async () => {
      if ((writes += 1) >= write) throw fails;
      await overwrite.call(ground.record);
    }) as never);
    await expect(ground.drop()).rejects.toMatchObject({
      message: `cannot write '${ground.record.file}': ENOSPC: ${sum}`,
    });
    expect([ground.inFile(), ground.record.sum()]).toEqual([fates, sum]);
    expect(ground.deleted).toHaveLength(write - 2);
  });

  test('a fate in the place of another needs no more room', async () => {
    const ground = new Ground();
    await ground.record.begin();
    const { size } = statSync(ground.record.file);
    for (const fate of ['unknown', 'deleted', 'remains'] as const) {
      await ground.record.set('b', fate);
      expect(statSync(ground.record.file).size).toBe(size);
    }
  });
});

test('whatever becomes of the calls, a message that is recorded as deleted is, and one that remains is not', async () => {
  const outcome = fc.constantFrom('deleted', 'refused', 'failed', 'answer lost');
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { minLength: 3, maxLength: 3 }), async outcomes => {
      const answers = IDS.map((id, index) => [
        id,
        (drops: () => void): void => {
          if (/deleted|lost/.test(outcomes[index]!)) drops();
          if (outcomes[index] === 'refused') throw refused;
          if (outcomes[index] !== 'deleted') throw failing({});
        },
      ]);
      const ground = new Ground(Object.fromEntries(answers));
      await ground.drop().catch(() => undefined);
      ground
        .inFile()
        .split(' ')
        .forEach((fate, index) => {
          if (fate !== 'unknown') expect(ground.deleted.includes(IDS[index]!)).toBe(fate === 'deleted');
        });
    }),
    { numRuns: 50 },
  );
});
