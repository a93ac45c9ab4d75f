/** HTML that needs no more escaping. */
export type Html = string & { readonly html: unique symbol };

/** Text in a page: what a stranger wrote stays text. */
export function text(value: string): Html {
  return value.replace(
    /[&<>"'\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
    character =>
      isVisible(character)
        ? `&#${character.codePointAt(0)};`
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  ) as Html;
}

/** Text that may go on in the next line after a colon, a slash or a comma, as an ARN has to in a narrow column. */
export function breakable(value: string): Html {
  return value
    .split(/(?<=[:/,])(?=\S)/)
    .map(text)
    .join('<wbr>') as Html;
}

/** An element of a page. */
export function element(name: string, content: Html | readonly Html[], attributes: Record<string, string> = {}): Html {
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(value)}"`);
  return `<${name}${said.join('')}>${[content].flat().join('')}</${name}>` as Html;
}

/** A table with a heading for each column. On a narrow page each row becomes a list, with headings before its cells. */
export function table(caption: string, head: readonly string[], rows: ReadonlyArray<readonly TableCell[]>): Html {
  const headings = element(
    'tr',
    head.map(title => element('th', breakable(title), { scope: 'col' })),
  );
  const row = ([first, ...rest]: readonly TableCell[]) =>
    element('tr', [
      element('th', first!.content, { scope: 'row' }),
      ...rest.map(({ content, kind }, index) =>
        element('td', content, { 'data-column': head[index + 1]!, ...(kind && { class: kind }) }),
      ),
    ]);
  return element('table', [
    element('caption', text(caption)),
    element('thead', headings),
    element('tbody', rows.map(row)),
  ]);
}

/** A cell, and what kind of an answer it holds. */
export interface TableCell {
  readonly content: Html;
  readonly kind?: string;
}

/** A cell of plain text. */
export function cell(value: string, kind?: string): TableCell {
  return { content: breakable(value), ...(kind && { kind }) };
}

/** Parts of a page, one after the other. */
export function join(...parts: readonly Html[]): Html {
  return parts.join('\n') as Html;
}

function isVisible(character: string): boolean {
  return '&<>"\''.includes(character);
}
