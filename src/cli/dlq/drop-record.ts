import { open } from 'node:fs/promises';
import { writeNewFile } from '../../ceremony/new-file';

/**
 * What became of a message. Nobody knows it of the one that is being deleted, or whose answer got lost. The words are
 * of one length: to put one in the place of another needs no room on a full disk.
 */
export type Fate = 'deleted' | 'remains' | 'unknown';

/** What is written of a message besides its fate. */
export interface RecordedMessage {
  readonly messageId: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly sentAt: Date;
  readonly diedOf?: string;
}

/** The record of a drop. It is in its file before a message is deleted, and the file is never behind what was done. */
export class DropRecord {
  private readonly messages: readonly { messageId: string; fate: Fate }[];

  public constructor(
    public readonly file: string,
    messages: readonly RecordedMessage[],
    private readonly about: object,
  ) {
    this.messages = messages.map(({ messageId, ...more }) => ({ messageId, fate: 'remains', ...more }));
  }

  /** Writes the file, which must not exist yet. */
  public async begin(): Promise<void> {
    await writeNewFile(this.file, this.render());
  }

  /** Sets what became of a message, here and in the file. Before a deletion it is set in both or in none. */
  public async set(messageId: string, fate: Fate): Promise<void> {
    const message = this.messages.find(({ messageId: id }) => id === messageId)!;
    const before = message.fate;
    message.fate = fate;
    await this.overwrite().catch(({ code, message: says }: NodeJS.ErrnoException) => {
      if (fate === 'unknown') message.fate = before;
      throw new Error(`cannot write '${this.file}': ${code ?? says}`);
    });
  }

  /** Such as `deleted 1 of 3 messages; remaining: 5fea7756-…`. */
  public sum(): string {
    const [remaining, unknown] = [this.idsOf('remains'), this.idsOf('unknown')];
    return [
      `deleted ${this.idsOf('deleted').length} of ${this.messages.length} messages`,
      ...(unknown.length > 0 ? [`deleted or not: ${unknown.join(', ')}`] : []),
      ...(remaining.length > 0 ? [`remaining: ${remaining.join(', ')}`] : []),
    ].join('; ');
  }

  public toJSON(): object {
    return { messages: this.messages, ...this.about };
  }

  private async overwrite(): Promise<void> {
    const file = await open(this.file, 'r+');
    try {
      await file.writeFile(this.render());
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private render(): string {
    return `${JSON.stringify(this, undefined, 2)}\n`;
  }

  private idsOf(wanted: Fate): string[] {
    return this.messages.filter(({ fate }) => fate === wanted).map(({ messageId }) => messageId);
  }
}
