import type { Configuration } from '../configuration';
import type { Lanes, Message } from './lanes';
import { DUPLICATE, isDone, isRefused, SUPERSEDED, type Outcome, type Settled } from './outcome';
import type { Rendering } from './render-batch';

/**
 * The lanes of a standard queue: one for each key.
 *
 * Of several messages with one key a single one is written, since DynamoDB refuses a call that names a key twice: the
 * last where a write replaces the item, the first where it leaves it. The others share its fate; only if the message
 * itself is refused is the next one tried.
 */
export class StandardLanes implements Lanes {
  public readonly settled: Settled[] = [];
  /** The messages of each key, the one to be written last. */
  private readonly lanes = new Map<string, Message[]>();
  private readonly others: Outcome;

  public constructor(renderings: readonly Rendering[], writeMode: Configuration['writeMode']) {
    this.others = OTHERS[writeMode];
    for (const rendering of writeMode === 'overwrite' ? renderings : [...renderings].reverse()) this.add(rendering);
  }

  public heads(): Message[] {
    return Array.from(this.lanes.values(), lane => lane[lane.length - 1]);
  }

  public settle({ key, record }: Message, outcome: Outcome): void {
    const lane = this.lanes.get(key)!;
    lane.pop();
    this.settled.push({ record, outcome });
    if (!isRefused(outcome)) {
      const others = isDone(outcome) ? this.others : outcome;
      for (const other of lane.splice(0)) this.settled.push({ record: other.record, outcome: others });
    }
    if (lane.length === 0) this.lanes.delete(key);
  }

  private add(rendering: Rendering): void {
    if ('outcome' in rendering) {
      this.settled.push(rendering);
      return;
    }
    const lane = this.lanes.get(rendering.key);
    if (lane) lane.push(rendering);
    else this.lanes.set(rendering.key, [rendering]);
  }
}

/** What the messages with the key of one that is stored have become. */
const OTHERS: Readonly<Record<Configuration['writeMode'], Outcome>> = { overwrite: SUPERSEDED, insertOnly: DUPLICATE };
