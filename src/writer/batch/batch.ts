import type { SQSRecord } from 'aws-lambda';
import { backoff, IDLE_TRIES } from './backoff';
import { divideIntoCalls, PARALLEL_CALLS } from './calls';
import type { InvocationClock } from '../clock';
import type { Configuration } from '../configuration';
import { classify, isLasting, type Failure } from './failure';
import { FifoLanes } from './fifo-lanes';
import type { Lanes, Message } from './lanes';
import { DUPLICATE, OUT_OF_TIME, postponed, refused, STORED, type Outcome, type Settled } from './outcome';
import { renderBatch } from './render-batch';
import { StandardLanes } from './standard-lanes';
import type { Table } from './table';
import { identify } from '../item/message-item';
import { isFifo } from '../message-group';

/**
 * Stores a batch of messages and says of every single one what became of it. It never throws for what a message or
 * DynamoDB does.
 */
export async function storeBatch(
  records: readonly SQSRecord[],
  configuration: Configuration,
  table: Table,
  clock: InvocationClock,
): Promise<readonly Settled[]> {
  const renderings = renderBatch(records, configuration, clock);
  const lanes = isFifo(records[0]) ? new FifoLanes(renderings) : new StandardLanes(renderings, configuration.writeMode);
  const batch = new Batch(lanes, configuration, table, clock);
  for (let heads = lanes.heads(); heads.length > 0; heads = lanes.heads()) await batch.write(heads);
  return lanes.settled;
}

class Batch {
  /** Set once a failure makes further calls pointless: what is left goes back to the queue without one. */
  private halted?: Failure;
  /** Calls given up because the service is unavailable, since something was stored. */
  private givenUpInARow = 0;

  public constructor(
    private readonly lanes: Lanes,
    private readonly configuration: Configuration,
    private readonly table: Table,
    private readonly clock: InvocationClock,
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
      if (this.halted) return this.settle(left, postponed(this.halted));
      if (!(this.clock.remaining() > 0)) return this.settle(left, OUT_OF_TIME);

      const { unprocessed, failure } = await this.try(left);
      if (failure?.kind === 'refused') return this.isolate(left);
      if (failure?.kind === 'exists') return this.settle(left, DUPLICATE);
      idleTries = unprocessed.length < left.length ? 0 : idleTries + 1;
      left = unprocessed;

      if (failure && isLasting(failure)) this.halted = failure;
      else if (idleTries === IDLE_TRIES) return this.giveUp(left, failure ?? UNPROCESSED);
      else if (left.length > 0) await this.clock.sleep(Math.min(backoff(idleTries), this.clock.remaining()));
    }
  }

  /** Leaves off a call that got nowhere: an error that may be about a single item is none of its neighbours'. */
  private async giveUp(messages: Message[], failure: Failure): Promise<void> {
    if (failure.kind === 'unknown' && messages.length > 1) return this.halve(messages);
    this.settle(messages, postponed(failure));
    if (failure.kind === 'unavailable' && ++this.givenUpInARow === PARALLEL_CALLS) this.halted = failure;
  }

  /** Makes one call, settles what it stored and answers with what it did not. */
  private async try(messages: Message[]): Promise<{ unprocessed: Message[]; failure?: Failure }> {
    try {
      const unprocessed = await this.call(messages);
      const isLeft = ({ key }: Message): boolean => unprocessed.has(key);
      const stored = messages.filter(message => !isLeft(message));
      this.settle(stored, STORED);
      if (stored.length > 0) this.givenUpInARow = 0;
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
    return this.halve(messages);
  }

  private async halve(messages: Message[]): Promise<void> {
    const middle = Math.floor(messages.length / 2);
    await this.send(messages.slice(0, middle));
    await this.send(messages.slice(middle));
  }

  private settle(messages: readonly Message[], outcome: Outcome): void {
    for (const message of messages) this.lanes.settle(message, outcome);
  }
}

const NONE: ReadonlySet<string> = new Set();
const UNPROCESSED: Failure = { kind: 'unavailable', error: 'UnprocessedItems' };
