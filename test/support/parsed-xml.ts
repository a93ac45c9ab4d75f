const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#13': '\r' };

/** The text of an element without others in it, as a parser of XML gives it. @throws if that is not what there is */
export function parseString(xml: string): string {
  const [, content] = /^<A>([^<>]*)<\/A>$/.exec(xml) ?? [];
  if (content === undefined) throw new Error(`not one element: ${xml}`);
  if (/\r/.test(content)) throw new Error('a parser makes another character of it');
  return content.replace(/&([^;]*);?/g, (found, name: string) => {
    if (ENTITIES[name] === undefined) throw new Error(`no entity: ${found}`);
    return ENTITIES[name];
  });
}
