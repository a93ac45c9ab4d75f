import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './item-size';
import { NESTED_LEVELS } from '../limits';
import { requireNumber } from './number';
import { Refusal } from './refusal';
import { requireUnicode } from './unicode';

/**
 * Reads a JSON object as the attributes of an item, without loss: numbers keep every digit, a repeated field is refused
 * where `JSON.parse` would drop one of its values, and a field called `__proto__` is a field like any other.
 *
 * @param requireTime called now and then on the way; throws when the time is up
 */
export function parseJsonAttributes(text: string, requireTime: () => void = () => undefined): Item {
  try {
    JSON.parse(text);
  } catch {
    throw new Refusal('notJson'); // the parser's own message would quote the text
  }
  const { M: attributes } = new Reader(text, requireTime).value(0);
  if (attributes === undefined) throw new Refusal('notJsonObject');
  return attributes;
}

/** Walks through a text that is known to be JSON, so a first character tells what follows. */
class Reader {
  private position = 0;
  private values = 0;

  public constructor(
    private readonly text: string,
    private readonly requireTime: () => void,
  ) {}

  public value(depth: number): AttributeValue {
    if (++this.values % VALUES_BETWEEN_LOOKS === 0) this.requireTime();
    switch (this.peek()) {
      case '{':
        return { M: this.object(depth) };
      case '[':
        return { L: this.array(depth) };
      case '"':
        return { S: this.string() };
      case 't':
        return this.literal('true', { BOOL: true });
      case 'f':
        return this.literal('false', { BOOL: false });
      case 'n':
        return this.literal('null', { NULL: true });
      default:
        return { N: this.number() };
    }
  }

  private object(depth: number): Item {
    const attributes: Item = Object.create(null);
    this.forEach('}', depth, () => {
      const name = this.string();
      if (name === '' && depth === 0) throw new Refusal('emptyFieldName');
      if (name in attributes) throw new Refusal('duplicateField');
      this.peek();
      this.position++; // the colon
      attributes[name] = this.value(depth + 1);
    });
    return attributes;
  }

  private array(depth: number): AttributeValue[] {
    let elements: AttributeValue[] | undefined;
    this.forEach(']', depth, () => {
      const element = this.value(depth + 1);
      if (elements) elements.push(element);
      else elements = [element]; // a first push makes room for 17, which a sender of many lists would make us pay
    });
    return elements ?? [];
  }

  private forEach(end: string, depth: number, read: () => void): void {
    if (depth > NESTED_LEVELS) throw new Refusal('tooDeep');
    this.position++; // the opening bracket
    while (this.peek() !== end) {
      if (this.text[this.position] === ',') this.position++;
      this.peek();
      read();
    }
    this.position++;
  }

  private string(): string {
    const start = this.position;
    let end = this.text.indexOf('"', start + 1);
    while (this.isEscaped(end)) end = this.text.indexOf('"', end + 1);
    this.position = end + 1;
    const inside = this.text.slice(start + 1, end);
    return requireUnicode(inside.includes('\\') ? (JSON.parse(`"${inside}"`) as string) : inside);
  }

  private isEscaped(quote: number): boolean {
    let backslashes = 0;
    while (this.text[quote - 1 - backslashes] === '\\') backslashes++;
    return backslashes % 2 === 1;
  }

  private number(): string {
    const start = this.position;
    while (isOfNumber(this.text.charCodeAt(this.position))) this.position++;
    return requireNumber(this.text.slice(start, this.position));
  }

  private literal(word: string, value: AttributeValue): AttributeValue {
    this.position += word.length;
    return value;
  }

  /** The next character that is not white space. */
  private peek(): string {
    while (isWhiteSpace(this.text.charCodeAt(this.position))) this.position++;
    return this.text[this.position];
  }
}

/** A look at the clock costs about as much as a small value. */
const VALUES_BETWEEN_LOOKS = 256;

/** A digit, a sign, a point, or the letter before an exponent: in JSON none of these can follow a number. */
const isOfNumber = (code: number): boolean =>
  (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46 || code === 69 || code === 101;

/** Blank, tab, line feed or carriage return. */
const isWhiteSpace = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;
