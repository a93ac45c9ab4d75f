import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireNoFile, writeNewFile } from '../../src/ceremony/new-file';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'new-file-'))));
afterEach(() => rmSync(directory, { recursive: true }));

test('a new file is for its owner only, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    await writeNewFile(join(directory, 'a'), 'text');
  } finally {
    process.umask(before);
  }

  expect(statSync(join(directory, 'a')).mode % 0o1000).toBe(0o600);
  expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('text');
});

test('a file that exists is never touched, not even through a link', async () => {
  writeFileSync(join(directory, 'a'), 'before');
  symlinkSync(join(directory, 'a'), join(directory, 'b'));
  symlinkSync(join(directory, 'nowhere'), join(directory, 'c'));

  for (const name of ['a', 'b', 'c']) {
    await expect(writeNewFile(join(directory, name), 'after')).rejects.toThrow(/exists and is never overwritten$/);
  }

  expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('before');
  expect(readdirSync(directory)).toEqual(['a', 'b', 'c']);
  expect(() => requireNoFile(join(directory, 'a'))).toThrow(/exists and is never overwritten$/);
  expect(() => requireNoFile(undefined)).not.toThrow();
});
