/**
 * A value as XML; what is `undefined` is left out.
 *
 * A map is a list of `entry`, which is repeated.
 *
 * @param lists the query protocol calls the items of a list `member`; S3 repeats the name of the list
 */
export function renderXml(name: string, value: unknown, lists: 'member' | 'repeated' = 'member'): string {
  if (value === undefined || value === null) return '';
  const rendered = (key: string, item: unknown): string => renderXml(key, item, lists);
  if (Array.isArray(value)) {
    if (lists === 'repeated' || name === 'entry') return value.map(item => rendered(name, item)).join('');
    return `<${name}>${value.map(item => rendered('member', item)).join('')}</${name}>`;
  }
  if (value instanceof Date) return `<${name}>${value.toISOString()}</${name}>`;
  if (typeof value !== 'object') return `<${name}>${escape(String(value as string | number | boolean))}</${name}>`;
  const content = Object.entries(value).map(([key, item]) => rendered(key, item));
  return `<${name}>${content.join('')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// XML 1.0 has no form for the other control characters, so a terminal sequence in a message becomes a question mark
const escape = (text: string): string =>
  text
    .replace(/[&<>"]/g, character => ENTITIES[character])
    .replace(/[^\t\n\r\u0020-\uFFFD]/g, '?')
    .replace(/\r/g, '&#13;');
