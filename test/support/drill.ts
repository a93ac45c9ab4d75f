import { randomUUID } from 'node:crypto';
import { Pipeline, type PipelineOptions } from './pipeline';
import { OUTAGES, type OutageName } from '../../sandbox/outages';

const MINUTE = 60_000;

/** What somebody would have got in their mailbox. */
export interface Notification {
  /** Minutes since the drill began, or since the last `restart`. */
  readonly minute: number;
  readonly topic: string;
  /** The subject of what an alarm says, such as `ALARM: "NotStored" in eu-west-1`; a rule gives none. */
  readonly subject?: string;
  readonly message: string;
}

export interface DrillOptions extends PipelineOptions {
  /** How many seconds are between two messages of the producer. @default 60 */
  readonly everySeconds?: number;
  /** What the producer sends. @default a text */
  readonly body?: () => string;
}

/**
 * A deployed construct that lives through a script: minutes of healthy traffic, a fault, its end. Time is the
 * sandbox's, so an hour takes as long as the work in it.
 *
 * ```ts
 * const drill = await Drill.start({ given: stack => ({ alarmTopic: new Topic(stack, 'Page') }) });
 * await drill.pass(60); // an hour of healthy traffic
 * expect(drill.inAlarm).toEqual([]);
 * drill.restart(); // from here on minutes count anew
 * const end = drill.begin('table throttled');
 * await drill.pass(20);
 * end();
 * await drill.pass(20);
 * expect(drill.notifications).toEqual([…]); // with the minute of each
 * await drill.close();
 * ```
 *
 * A fault is the name of an outage, or whatever a function does to the pipeline, such as to disable the key.
 */
export class Drill {
  public static async start({ everySeconds, body, ...options }: DrillOptions = {}): Promise<Drill> {
    return new Drill(await Pipeline.start(options), everySeconds, body);
  }

  private from: number;
  /** How much of what happened is forgotten. */
  private forgotten = { notifications: 0, history: 0 };

  private constructor(
    public readonly pipeline: Pipeline,
    private readonly everySeconds = 60,
    private readonly body = (): string => `{"order":"${randomUUID()}"}`,
  ) {
    this.from = pipeline.clock.now();
  }

  /** Counts minutes from now on, and forgets what was notified before. */
  public restart(): void {
    const { topics, alarms } = this.pipeline.sandbox.monitoring;
    this.from = this.pipeline.clock.now();
    this.forgotten = { notifications: topics.published.length, history: alarms.history.length };
  }

  /** Minutes since the drill began, or since the last `restart`. */
  public get minute(): number {
    return (this.pipeline.clock.now() - this.from) / MINUTE;
  }

  /**
   * Lets minutes pass while the producer sends. What it can't send because the queue refuses, it gives up.
   *
   * @returns how many messages it could send
   */
  public async pass(minutes: number, everySeconds = this.everySeconds): Promise<number> {
    const { clock } = this.pipeline;
    const end = clock.now() + minutes * MINUTE;
    let sent = 0;
    while (clock.now() < end) {
      await this.pipeline.send([{ MessageBody: this.body() }]).then(
        () => (sent += 1),
        () => undefined,
      );
      await clock.advance(Math.min(everySeconds * 1000, end - clock.now()));
    }
    return sent;
  }

  /** Lets minutes pass in which nobody sends. */
  public async idle(minutes: number): Promise<void> {
    await this.pipeline.clock.advance(minutes * MINUTE);
  }

  /** Begins an outage, and gives the end of it. */
  public begin(outage: OutageName): () => void {
    return OUTAGES[outage](this.pipeline.sandbox);
  }

  /** The state of each alarm, by its name. */
  public get alarms(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.pipeline.sandbox.monitoring.alarms.all.map(({ name, state }) => [name, state]));
  }

  /** The names of the alarms that are in alarm, sorted. */
  public get inAlarm(): string[] {
    const names = Object.entries(this.alarms).filter(([, state]) => state === 'ALARM');
    return names.map(([name]) => name).sort();
  }

  /** When each alarm came into which state, in minutes. */
  public get transitions(): string[] {
    return this.pipeline.sandbox.monitoring.alarms.history
      .slice(this.forgotten.history)
      .filter(({ type }) => type === 'StateUpdate')
      .map(({ alarm, at, summary }) => `${this.minuteOf(at)}: ${alarm} ${summary.split(' to ')[1]}`);
  }

  /** What topics were told, oldest first. */
  public get notifications(): Notification[] {
    return this.pipeline.sandbox.monitoring.topics.published
      .slice(this.forgotten.notifications)
      .map(({ at, topicArn, subject, message }) => ({
        minute: this.minuteOf(at),
        topic: topicArn.split(':').at(-1)!,
        subject,
        message,
      }));
  }

  public async close(): Promise<void> {
    await this.pipeline.close();
  }

  private minuteOf(at: number): number {
    return Math.round(((at - this.from) / MINUTE) * 100) / 100;
  }
}
