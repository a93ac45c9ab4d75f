import type { SQSRecord } from 'aws-lambda';
import type { Configuration, WriteMode } from '../configuration';
import type { Lanes, Message } from './lanes';
import { DUPLICATE, isDone, isRefused, refused, SUPERSEDED, type Outcome, type Settled } from './outcome';
import { renderItem } from '../item/message-item';
import { Refusal } from '../item/refusal';

/**
 * The lanes of a standard queue: one for each key.
 *
 * Of several messages with one key a single one is written, since DynamoDB refuses a call that names a key twice: the
 * last where a write replaces the item, the first where it leaves it. The others share its fate; only if the message
 * itself is refused is the next one tried.
 */
export class StandardLanes implements Lanes {
  public readonly settled: Settled[] = [];
  private readonly lanes = new Map<string, Message[]>();
  private readonly others: Outcome;

  public constructor(records: readonly SQSRecord[], configuration: Configuration) {
    this.others = OTHERS[configuration.writeMode];
    const inOrderOfPreference = configuration.writeMode === 'overwrite' ? [...records].reverse() : records;
    for (const record of inOrderOfPreference) this.add(record, configuration);
  }

  public heads(): Message[] {
    return Array.from(this.lanes.values(), ([head]) => head);
  }

  public settle(message: Message, outcome: Outcome): void {
    const [head, ...rest] = this.lanes.get(message.key)!;
    this.settled.push({ record: head.record, outcome });
    if (isRefused(outcome) && rest.length > 0) {
      this.lanes.set(message.key, rest);
      return;
    }
    const others = isDone(outcome) ? this.others : outcome;
    for (const { record } of rest) this.settled.push({ record, outcome: others });
    this.lanes.delete(message.key);
  }

  private add(record: SQSRecord, configuration: Configuration): void {
    try {
      const message = { record, ...renderItem(record, configuration) };
      const lane = this.lanes.get(message.key);
      if (lane) lane.push(message);
      else this.lanes.set(message.key, [message]);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.settled.push({ record, outcome: refused(error.reason) });
    }
  }
}

/** What the messages with the key of one that is stored have become. */
const OTHERS: Readonly<Record<WriteMode, Outcome>> = { overwrite: SUPERSEDED, insertOnly: DUPLICATE };
