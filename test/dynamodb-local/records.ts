import { randomFrom } from '../../sandbox/faults/random';
import { fifoMessage, message, type RecordOverrides } from '../writer/messages';

/** Makes messages that look random and are as mean as messages can be, the same ones for the same seed. */
export function recordsFrom(seed: number, isFifo: boolean) {
  const draw = new Draw(randomFrom(seed));
  let made = 0;
  return () => {
    const number = made++;
    const overrides: RecordOverrides = {
      messageId: `m${seed}-${number}`,
      body: draw.body(),
      messageAttributes: draw.attributes(),
    };
    // a group for each message: one that waits would hide the verdict on those behind it
    return isFifo ? fifoMessage(`g${number}-`, number, overrides) : message(overrides);
  };
}

const TEXTS = [
  '',
  'a',
  'Ada',
  '😀',
  'ä€',
  '\u0000',
  '\u001f',
  '\ufeff',
  '__proto__',
  'x'.repeat(2_000),
  'é'.repeat(1_100),
];
const NAMES = [
  'id',
  'key',
  'a',
  'b',
  '',
  '__proto__',
  'constructor',
  '0',
  '17',
  'messageAttributes',
  'expiresAt',
  '😀',
  'n'.repeat(300),
];
const LITERALS = [
  '0',
  '-0',
  '1',
  '-1.50',
  '1e0',
  '1E+2',
  '9007199254740993',
  '0.1',
  '1e125',
  '9.9e125',
  '1e126',
  '1e-130',
  '1e-131',
  '0e999',
  '12345678901234567890123456789012345678',
  '123456789012345678901234567890123456789',
  '100000000000000000000000000000000000000000',
  '0.00000000000000000000000000000000000000000001',
  '1e-100000',
  '1e99999',
];

class Draw {
  public constructor(private readonly random: () => number) {}

  public body(): string {
    if (this.chance(0.05)) {
      return this.of(['no JSON', '[]', '"a"', 'null', '{"a":1', '{"a":1}}', ' ', '{"id":"\\ud83d"}', '\ud83d']);
    }
    if (this.chance(0.01)) return `{"id":"big","text":"${this.of(['x', 'ä', '😀']).repeat(this.below(140_000))}"}`;
    if (this.chance(0.02)) return `{"id":"deep","a":${this.nested(28 + this.below(8))}}`;
    const fields = Array.from({ length: this.below(6) }, (_, index) => `${this.name(index)}:${this.value(3)}`);
    const id = this.chance(0.9) ? [`"id":${this.chance(0.1) ? this.value(1) : `"k${this.below(1e9)}"`}`] : [];
    return `{${[...id, ...fields].join(this.of([',', ' , ', ',\n\t']))}}`;
  }

  public attributes(): RecordOverrides['messageAttributes'] {
    if (this.chance(0.7)) return { key: { dataType: 'String', stringValue: `k${this.below(1e9)}` } };
    return {
      key: { dataType: 'String', stringValue: this.of(TEXTS) },
      price: { dataType: 'Number', stringValue: this.of([...LITERALS, '+7', '.5', '5.', 'NaN']) },
      picture: { dataType: 'Binary', binaryValue: Buffer.from(this.of(TEXTS)).toString('base64') },
    };
  }

  private value(depth: number): string {
    const kind = this.below(depth > 0 ? 8 : 6);
    if (kind < 2) return JSON.stringify(this.of(TEXTS));
    if (kind < 4) return this.chance(0.8) ? String(this.below(1e6)) : this.of(LITERALS);
    if (kind === 4) return this.of(['true', 'false', 'null']);
    if (kind === 5) return this.of(['{}', '[]', '""']);
    const inner = Array.from({ length: this.below(4) }, () => this.value(depth - 1));
    if (kind === 6) return `[${inner.join()}]`;
    return `{${inner.map((value, index) => `${this.name(index)}:${value}`).join()}}`;
  }

  /** Mostly a name of its own, since a field that comes twice is refused. */
  private name(index: number): string {
    return JSON.stringify(this.chance(0.9) ? `field ${index}` : this.of(NAMES));
  }

  private nested(levels: number): string {
    const isList = this.chance(0.5);
    return (isList ? '[' : '{"a":').repeat(levels) + '1' + (isList ? ']' : '}').repeat(levels);
  }

  private chance(part: number): boolean {
    return this.random() < part;
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)];
  }
}
