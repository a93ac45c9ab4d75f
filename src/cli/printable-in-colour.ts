import { printable } from '../key-policy/printable';

/** The colours that this program itself uses. */
const COLOUR = /\u001b\[(?:0|3[1236])m/g; // eslint-disable-line no-control-regex

/** A text that does nothing to the terminal but show the colours that this program gave it. */
export function printableInColour(text: string): string {
  const colours: string[] = text.match(COLOUR) ?? [];
  const parts = text.split(COLOUR).map(printable);
  return parts.map((part, index) => `${part}${colours[index] ?? ''}`).join('');
}
