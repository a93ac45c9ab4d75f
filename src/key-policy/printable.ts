/** Control characters, and those that turn or hide the text around them; line feed and tab excepted. */
// eslint-disable-next-line no-control-regex
const UNPRINTABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/**
 * Text that a stranger wrote, made fit for a terminal: every control character as JSON writes it, such as `\u001b`.
 * JSON stays the same JSON.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
