import { entriesOf, files, read } from '../support/repository';

const FOLDER = 'docs/decisions';
const decisions = entriesOf(FOLDER).sort();
const textOf = (file: string): string => read(`${FOLDER}/${file}`);

test('decisions are numbered from 0001, without a gap and without a number given twice', () => {
  expect(decisions.length).toBeGreaterThan(5);
  expect(decisions.map(file => file.slice(0, 5))).toEqual(
    decisions.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
  );
});

test.each(decisions)('%s has its number in its title and the five parts of a decision', file => {
  const headings = textOf(file).match(/^#+ .+$/gm) ?? [];

  expect(headings[0]).toMatch(new RegExp(`^# ${file.slice(0, 4)}: [A-Z].+[^.]$`));
  expect(headings.slice(1).filter(heading => heading.startsWith('## '))).toEqual([
    '## Status',
    '## Context',
    '## Decision',
    '## Considerations',
    '## Consequences',
  ]);
});

test.each(decisions)('%s is proposed, accepted, or replaced by a decision that is there', file => {
  const [, status = ''] = /^## Status\n(.+)$/m.exec(textOf(file)) ?? [];

  expect(status).toMatch(/^(Proposed|Accepted|Replaced by \[\d{4}\]\(\d{4}-[a-z0-9-]+\.md\))\b.*\.$/);
});

test('a link calls a decision by the number of its file', () => {
  const links = files()
    .filter(file => file.endsWith('.md'))
    .flatMap(file => [...read(file).matchAll(/\[decision (\d+)\]\([^)]*?(\d{4})-[a-z0-9-]+\.md\)/g)]);

  expect(links.length).toBeGreaterThan(3);
  expect(links.filter(([, called, number]) => called !== String(Number(number))).map(([link]) => link)).toEqual([]);
});
