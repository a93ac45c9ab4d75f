/** The colours that this program itself uses. */
const COLOUR = /\u001b\[(?:0|3[1236])m/g; // eslint-disable-line no-control-regex
/** Control characters, C1 controls and what changes the direction of text; line breaks and tabs aside. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g; // eslint-disable-line no-control-regex

/**
 * A text that does nothing to the terminal that shows it, whatever file it came from: control characters are shown by
 * their code.
 */
export function printable(text: string): string {
  return text.replace(CONTROL, visible);
}

/** The same for a text that this program coloured itself. */
export function printableInColour(text: string): string {
  const colours: string[] = text.match(COLOUR) ?? [];
  const parts = text.split(COLOUR).map(printable);
  return parts.map((part, index) => `${part}${colours[index] ?? ''}`).join('');
}

/** JSON that does nothing to the terminal, and still is the same JSON: only strings can hold such characters. */
export function printableJson(value: unknown): string {
  return (JSON.stringify(value, undefined, 2) ?? 'null').replace(CONTROL, escaped);
}

function visible(character: string): string {
  return `<U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
