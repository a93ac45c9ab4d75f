import { randomUUID } from 'node:crypto';
import { schedule, type OutageName } from '../../../sandbox/outages';
import type { SandboxOptions } from '../../../sandbox/sandbox';
import { MessageBody as BodyForm } from '../../../src';
import { Pipeline } from '../../support/pipeline';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** By when the data keys that were used at the start are kept no longer. */
const CACHES_ARE_EMPTY = 6 * MINUTE;

/** A message that can never be stored: its body is no JSON. */
const POISON = 'no JSON';

/** Who may move dead letters back. */
export const REDRIVER = 'arn:aws:iam::111122223333:role/OnCall';

/** A pipeline on which outages are tried one after the other, with every put into its table. */
export interface OutageGround {
  readonly pipeline: Pipeline;
  readonly fifo: boolean;
  /** What was put, by the ids of the messages: one that was put twice is in here twice. */
  readonly puts: readonly string[];
}

export async function startOutageGround(
  fifo: boolean,
  options: Pick<SandboxOptions, 'countsFailedReceives' | 'inFlightQuota' | 'faultSeed'> = {},
): Promise<OutageGround> {
  const puts: string[] = [];
  const pipeline = await Pipeline.start({
    ...options,
    props: { fifo, messageBody: BodyForm.jsonFields(), redriverRoleArns: [REDRIVER] },
    watchPuts: ({ item }) => puts.push(item.id.S!),
  });
  return { pipeline, fifo, puts };
}

/** What is sent while something is out of order, and what becomes of it. */
export class OutageDrill {
  /** Begins an outage of one kind, once services have forgotten the data keys that would help them over it. */
  public static async begin(
    ground: OutageGround,
    { outage, milliseconds }: { outage: OutageName; milliseconds: number },
  ): Promise<OutageDrill> {
    const drill = new OutageDrill(ground);
    await drill.sendHealthy(1); // services keep the data keys from here on
    await ground.pipeline.until('the first item', () => drill.puts.length === 1);
    schedule(ground.pipeline.sandbox, [
      { name: 'table refused', from: 0, until: Math.min(CACHES_ARE_EMPTY, milliseconds) },
      { name: outage, from: 0, until: milliseconds },
    ]);
    await ground.pipeline.clock.advance(1);
    return drill;
  }

  /** Every message that can be stored, group by group in the order of sending. */
  public readonly healthy: string[][] = [];
  public readonly poison: string[] = [];
  private readonly earlierPuts: number;
  private readonly earlierDeadLetters: ReadonlySet<string>;

  public constructor(private readonly ground: OutageGround) {
    this.earlierPuts = ground.puts.length;
    this.earlierDeadLetters = new Set(this.allDeadLetters);
  }

  /** Sends so many messages to a group, a new one unless it is named. */
  public async sendHealthy(count: number, group = this.healthy.length): Promise<void> {
    const earlier = this.healthy[group] ?? [];
    const bodies = Array.from({ length: count }, (_, index) => ({
      group: `group-${group}`,
      number: earlier.length + index,
    }));
    const messages = bodies.map(body => this.message(JSON.stringify(body), body.group));
    this.healthy[group] = [...earlier, ...(await this.ground.pipeline.send(messages))];
  }

  public async sendPoison(): Promise<void> {
    this.poison.push(...(await this.ground.pipeline.send([this.message(POISON, `poison-${this.poison.length}`)])));
  }

  /** Of every message that can be stored. */
  public get ids(): string[] {
    return this.healthy.flat().sort();
  }

  /** The ids of what was put since the drill began, in the order of the puts. */
  public get puts(): readonly string[] {
    return this.ground.puts.slice(this.earlierPuts);
  }

  /** The puts of each group, in their order. */
  public get putsByGroup(): string[][] {
    const { puts } = this;
    return this.healthy.map(ids => puts.filter(id => ids.includes(id)));
  }

  /** The first put of each message, group by group in the order of the puts. */
  public get firstPutsByGroup(): string[][] {
    return this.putsByGroup.map(puts => [...new Set(puts)]);
  }

  /** The messages that were put, group by group in the order of sending. */
  public get storedByGroup(): string[][] {
    const stored = new Set(this.puts);
    return this.healthy.map(ids => ids.filter(id => stored.has(id)));
  }

  /** The ids of the dead letters, in the order in which they became so. */
  public get deadLetters(): string[] {
    return this.allDeadLetters.filter(id => !this.earlierDeadLetters.has(id));
  }

  public get isQueueEmpty(): boolean {
    const { pipeline } = this.ground;
    return pipeline.depth(pipeline.queueUrl) === 0;
  }

  private get allDeadLetters(): string[] {
    const { pipeline } = this.ground;
    return pipeline.idsIn(pipeline.deadLetterQueueUrl);
  }

  private message(MessageBody: string, group: string) {
    const { fifo } = this.ground;
    return fifo ? { MessageBody, MessageGroupId: group, MessageDeduplicationId: randomUUID() } : { MessageBody };
  }
}
