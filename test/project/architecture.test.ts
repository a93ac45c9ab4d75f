import { entriesOf, files, read } from '../support/repository';

const rowsOf = (heading: string): string[] => {
  const [, section = ''] =
    new RegExp(`^## ${heading}\n([\\s\\S]+?)(?=^## |$(?![\\s\\S]))`, 'm').exec(read('ARCHITECTURE.md')) ?? [];
  return [...section.matchAll(/^\| \[`([^`]+)`\]/gm)].map(([, name]) => name!.replace(/\/$/, ''));
};

test('the table of rooms in ARCHITECTURE.md is what `ls src` shows', () => {
  expect(rowsOf('Rooms').sort()).toEqual(entriesOf('src').sort());
});

test('the table of what stands beside src is what `ls` shows', () => {
  const folders = files()
    .filter(file => file.includes('/') && !/^(\.|src\/)/.test(file))
    .map(file => file.split('/')[0]!);

  expect(rowsOf('Beside src').sort()).toEqual([...new Set(folders)].sort());
});
