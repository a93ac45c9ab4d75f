/**
 * A value as XML, the way the query protocol writes it: the items of a list are called `member`, and what is
 * `undefined` is left out.
 */
export function renderXml(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  const content = Array.isArray(value)
    ? value.map(item => renderXml('member', item)).join('')
    : value instanceof Date
      ? value.toISOString()
      : typeof value === 'object'
        ? Object.entries(value)
            .map(([key, item]) => renderXml(key, item))
            .join('')
        : escape(String(value as string | number | boolean));
  return `<${name}>${content}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// XML 1.0 has no form for the other control characters, so a terminal sequence in a message becomes a question mark
const escape = (text: string): string =>
  text
    .replace(/[&<>"]/g, character => ENTITIES[character])
    .replace(/[^\t\n\u0020-\uFFFD]/g, '?')
    .replace(/\r/g, '&#13;');
