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

/** A pipeline that lives through one outage, with what was sent to it. */
export class OutageDrill {
  public static async begin(
    { fifo, outage, milliseconds }: { fifo: boolean; outage: OutageName; milliseconds: number },
    options: Pick<SandboxOptions, 'countsFailedReceives' | 'inFlightQuota'> = {},
  ): Promise<OutageDrill> {
    const pipeline = await Pipeline.start({
      ...options,
      props: { fifo, messageBody: BodyForm.jsonFields(), redriverRoleArns: [REDRIVER] },
    });
    const drill = new OutageDrill(pipeline, fifo);
    await drill.sendHealthy(1); // services keep the data keys from here on
    await pipeline.until('the first item', async () => (await pipeline.items()).length === 1);
    schedule(pipeline.sandbox, [
      { name: 'table refused', from: 0, until: Math.min(CACHES_ARE_EMPTY, milliseconds) },
      { name: outage, from: 0, until: milliseconds },
    ]);
    await pipeline.clock.advance(1);
    return drill;
  }

  /** Every message that can be stored, group by group in the order of sending. */
  public readonly healthy: string[][] = [];
  public poison = 0;

  private constructor(
    public readonly pipeline: Pipeline,
    private readonly fifo: boolean,
  ) {}

  /** Sends so many messages to a group of their own. */
  public async sendHealthy(count: number): Promise<void> {
    const group = `group-${this.healthy.length}`;
    const bodies = Array.from({ length: count }, (_, number) => JSON.stringify({ group, number }));
    this.healthy.push(await this.pipeline.send(bodies.map(body => this.message(body, group))));
  }

  public async sendPoison(): Promise<void> {
    this.poison += (await this.pipeline.send([this.message(POISON, `poison-${this.poison}`)])).length;
  }

  public get ids(): string[] {
    return this.healthy.flat().sort();
  }

  public async stored(): Promise<string[]> {
    return (await this.pipeline.items()).map(({ id }) => String(id)).sort();
  }

  /** What is in the table, without the ids of the messages: a move gives them new ones. */
  public async bodies(): Promise<string[]> {
    return (await this.pipeline.items()).map(({ group, number }) => `${String(group)} ${String(number)}`).sort();
  }

  /** The same of what was sent. */
  public get sentBodies(): string[] {
    return this.healthy.flatMap((ids, group) => ids.map((__, number) => `group-${group} ${number}`)).sort();
  }

  public async deadLetters(): Promise<number> {
    return this.pipeline.depth(this.pipeline.deadLetterQueueUrl);
  }

  /** The groups of which a message is stored, and not one that was sent before it. */
  public async groupsOutOfOrder(): Promise<string[][]> {
    const stored = new Set(await this.stored());
    return this.healthy.filter(ids => {
      const gap = ids.findIndex(id => !stored.has(id));
      return gap !== -1 && ids.slice(gap).some(id => stored.has(id));
    });
  }

  private message(MessageBody: string, group: string) {
    return this.fifo ? { MessageBody, MessageGroupId: group, MessageDeduplicationId: randomUUID() } : { MessageBody };
  }
}
