import * as ts from 'typescript';
import { files, read } from '../support/repository';

/** A row of a table: who tries what, what stops it, and the tests that try it; or what README says, and how far. */
const rows = read('SECURITY.md')
  .split('\n')
  .filter(line => /^\| (?!who tries what|README says)/.test(line))
  .map(line => line.slice(2, -2).split(' | '));

/** What no test can try, and why. */
const NOT_TRIED = ['no program can; people compare the digest'];

/** The titles of the tests of a file, a table's with its place-holders. */
function titlesOf(file: string): string[] {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|describe|it)/.test(node.expression.getText(source))) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.push(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

const linksOf = (cell: string): [string, string][] =>
  [...cell.matchAll(/\[(.+?)\]\((test\/[^)]+)\)/g)].map(([, title, file]) => [title!, file!]);

test('every row of the threat model names the test that tries it', () => {
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter(cells => cells.length !== 3)).toEqual([]);
  expect(
    rows.filter(([, , tried = '']) => linksOf(tried).length === 0 && !NOT_TRIED.includes(tried)).map(([who]) => who),
  ).toEqual([]);
});

test.each(rows.flatMap(([who = '', , tried = '']) => linksOf(tried).map(([title, file]) => [who, title, file])))(
  '%s: "%s" is a test',
  (_, title, file) => {
    expect(files()).toContain(file);
    expect(titlesOf(file!)).toContain(title);
  },
);

test('every statement that a row names is one that the code renders', () => {
  const code = files()
    .filter(file => /^src\/(key-policy|construct)\/.*\.ts$/.test(file))
    .map(read)
    .join('\n');
  const named = rows.flatMap(
    ([, stops = '']) =>
      stops.match(/`(Admins|Custodians|Destroyers|Only|Writer|Table|Readers|Producers|BreakGlass)\w*`/g) ?? [],
  );

  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(name => !code.includes(`'${name.slice(1, -1)}'`))).toEqual([]);
});
