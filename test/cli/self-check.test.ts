import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Program } from './program';
import { testWith } from '../support/unless-installed';

let program: Program;
let digest: string;
beforeAll(() => {
  program = new Program();
  digest = createHash('sha256').update(readFileSync(program.file)).digest('hex');
});
afterAll(() => program.remove());

test('--version names the version, the commit and the digest of the file itself', async () => {
  expect(await program.run('--version')).toMatchObject({
    code: 0,
    stdout: `encrypted-queue-to-table development, commit unknown, sha256 ${digest}\n`,
  });
});

testWith('sha256sum')('--self-check prints what sha256sum prints', async () => {
  expect(await program.run('--self-check')).toMatchObject({
    code: 0,
    stdout: execFileSync('sha256sum', [program.file]).toString(),
  });
});

test.each([
  ['the digest', (own: string) => own],
  ['the digest in capitals', (own: string) => own.toUpperCase()],
  ['the digest as a record names it', (own: string) => `sha256:${own}`],
])('--self-check with %s says that it is this file', async (_, form) => {
  expect(await program.run(`--self-check ${form(digest)}`)).toMatchObject({
    code: 0,
    stdout: 'this file has the digest given\n',
  });
});

test('--self-check with another digest says so with an exit code of its own', async () => {
  const other = digest.replace(/^./, first => (first === '0' ? '1' : '0'));

  expect(await program.run(`--self-check ${other}`)).toMatchObject({
    code: 3,
    stdout: '',
    stderr:
      `encrypted-queue-to-table: error: this file has the digest ${digest}, not the one given\n` +
      'encrypted-queue-to-table: hint: do not use it: get it again, and compare again\n',
  });
});
