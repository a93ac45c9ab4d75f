import type { SQSRecord } from 'aws-lambda';
import { backoff, IDLE_TRIES } from './backoff';
import { divideIntoCalls, PARALLEL_CALLS } from './calls';
import type { Clock } from '../clock';
import type { Configuration } from '../configuration';
import { classify, isLasting, type Failure } from './failure';
import { FifoLanes, isFifo } from './fifo-lanes';
import type { Lanes, Message } from './lanes';
import { DUPLICATE, postponed, refused, STORED, type Outcome, type Settled } from './outcome';
import { StandardLanes } from './standard-lanes';
import type { Table } from './table';
import { identify } from '../item/message-item';

/**
 * Stores a batch of messages and says of every single one what became of it. It never throws for what a message or
 * DynamoDB does.
 */
export async function storeBatch(
  records: readonly SQSRecord[],
  configuration: Configuration,
  table: Table,
  clock: Clock,
): Promise<readonly Settled[]> {
  const lanes = isFifo(records[0]) ? new FifoLanes(records, configuration) : new StandardLanes(records, configuration);
  const batch = new Batch(lanes, configuration, table, clock);
  for (let heads = lanes.heads(); heads.length > 0; heads = lanes.heads()) await batch.write(heads);
  return lanes.settled;
}

class Batch {
  /** Set once a failure makes further calls pointless: what is left goes back to the queue without one. */
  private halted?: Failure;

  public constructor(
    private readonly lanes: Lanes,
    private readonly configuration: Configuration,
    private readonly table: Table,
    private readonly clock: Clock,
  ) {}

  /** Writes messages of which no two have one key, and settles each. */
  public async write(messages: readonly Message[]): Promise<void> {
    const calls = divideIntoCalls(messages, this.configuration.writeMode).values();
    const caller = async (): Promise<void> => {
      for (const call of calls) await this.send(call);
    };
    await Promise.all(Array.from({ length: PARALLEL_CALLS }, caller));
  }

  /** Sends one call's messages until each is settled. */
  private async send(messages: Message[]): Promise<void> {
    let left = messages;
    let idleTries = 0;
    while (left.length > 0) {
      const hindrance = this.hindrance();
      if (hindrance) return this.settle(left, postponed(hindrance));

      const { unprocessed, failure } = await this.try(left);
      if (failure?.kind === 'refused') return this.isolate(left);
      if (failure?.kind === 'exists') return this.settle(left, DUPLICATE);
      idleTries = unprocessed.length < left.length ? 0 : idleTries + 1;
      left = unprocessed;

      const givenUp = idleTries === IDLE_TRIES;
      if (failure && (isLasting(failure) || (givenUp && failure.kind === 'throttled'))) this.halted = failure;
      else if (givenUp) return this.settle(left, postponed(failure ?? UNPROCESSED));
      else if (left.length > 0) await this.clock.sleep(Math.min(backoff(idleTries), this.clock.remaining()));
    }
  }

  /** Makes one call, settles what it stored and answers with what it did not. */
  private async try(messages: Message[]): Promise<{ unprocessed: Message[]; failure?: Failure }> {
    try {
      const unprocessed = await this.call(messages);
      const isLeft = ({ key }: Message): boolean => unprocessed.has(key);
      this.settle(
        messages.filter(message => !isLeft(message)),
        STORED,
      );
      return { unprocessed: messages.filter(isLeft) };
    } catch (error) {
      return { unprocessed: messages, failure: classify(error) };
    }
  }

  private async call(messages: readonly Message[]): Promise<ReadonlySet<string>> {
    if (this.configuration.writeMode === 'insertOnly') {
      await this.table.insert(messages[0].item);
      return NONE;
    }
    const unprocessed = await this.table.putAll(messages.map(({ item }) => item));
    return unprocessed.length === 0 ? NONE : new Set(unprocessed.map(item => identify(item, this.configuration)));
  }

  /** Finds the items that DynamoDB refuses the whole call for: halves it until each stands alone. */
  private async isolate(messages: Message[]): Promise<void> {
    if (messages.length === 1) return this.settle(messages, refused('refusedByTable'));
    const middle = Math.floor(messages.length / 2);
    await this.send(messages.slice(0, middle));
    await this.send(messages.slice(middle));
  }

  private hindrance(): Failure | undefined {
    return this.halted ?? (this.clock.remaining() > 0 ? undefined : OUT_OF_TIME);
  }

  private settle(messages: readonly Message[], outcome: Outcome): void {
    for (const message of messages) this.lanes.settle(message, outcome);
  }
}

const NONE: ReadonlySet<string> = new Set();
const UNPROCESSED: Failure = { kind: 'throttled', error: 'UnprocessedItems' };
const OUT_OF_TIME: Failure = { kind: 'transient', error: 'OutOfTime' };
