import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { CommandLine } from './command-line';
import { Program } from './program';
import type { Authorize } from '../../sandbox/iam/authorization';

let program: Program;
let cli: CommandLine;
beforeAll(() => (program = new Program()));
afterAll(() => program.remove());
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const aws = () => `--region eu-west-1 --endpoint-url ${cli.server.endpoint}`;
const here = () => ({ cwd: cli.directory, shell: true });
const imported = () => cli.server.keys.list().flatMap(key => key.importedMaterials().map(({ bytes }) => bytes));
const CEREMONY = 'key ceremony --alias alias/orders --open-to-iam --record record.json';

describe('material comes', () => {
  test.each([
    ['from a process', (name: string) => `--material <(cat ${name})`],
    ['from /dev/stdin', (name: string) => `--material /dev/stdin < ${name}`],
    ['from a FIFO', (name: string) => `--material <(cat ${name})`],
    ['in two pieces', (name: string) => `--material <(head -c 7 ${name}; sleep 0.2; tail -c 25 ${name})`],
    ['from -', (name: string) => `--material - < ${name}`],
  ])('%s', async (_, source) => {
    const material = randomBytes(32);
    cli.write('material.bin', material);

    const ended = await program.run(`E ${CEREMONY} --yes ${aws()} ${source('material.bin')}`, here());

    expect([ended.code, imported()]).toEqual([0, [material]]);
  });

  test('as several from one pipe, where a replica needs all that a key had', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)];
    cli.write('first.bin', first);
    cli.write('second.bin', second);
    await cli.key('ceremony --material @first.bin --alias alias/orders --yes --record @record.json');
    await cli.key('rotate --key-id alias/orders --material @second.bin --yes');
    const replicate = 'key replicate --key-id alias/orders --to eu-central-1 --open-to-iam --material - --material -';

    const ended = await program.run(`cat first.bin second.bin | E ${replicate} ${aws()}`, here());

    expect(ended.code).toBe(0);
    expect(imported()).toEqual([first, second, first, second]);
  });

  test('from a source without an end it is refused, and the source let go', async () => {
    const ended = await program.run(`cat /dev/zero | E ${CEREMONY} --yes --material - ${aws()}`, here());

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('standard input must hold 32 bytes of key material, got more than 8192 bytes\n');
  });
});

describe('standard output', () => {
  test('that is full is said in words, with what was made', async () => {
    const ended = await program.run(`E key create --alias alias/orders --open-to-iam ${aws()} > /dev/full`, here());

    const [key] = cli.server.keys.list();
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(
      `error: cannot write to standard output: no space left; the result was: ${key?.arn}\n`,
    );
    expect(cli.server.keys.alias('eu-west-1', 'alias/orders')?.key).toBe(key);
  });

  test('that is closed loses nothing, and is no failure', async () => {
    const ended = await program.run(
      `set -o pipefail; { E ${CEREMONY} --generate --no-copy --yes ${aws()}; } | true`,
      here(),
    );

    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(`standard output was closed; the result was: ${cli.server.keys.list()[0]?.arn}\n`);
    expect(existsSync(cli.path('record.html'))).toBe(true);
  });

  test('that is closed by a reader of the first lines is nothing to speak of', async () => {
    const ended = await program.run('set -o pipefail; E help --all | head -1', here());

    expect([ended.stdout, ended.stderr]).toEqual(['Usage:\n', '']);
  });

  test('that takes no key material fails, without a word of it', async () => {
    const ended = await program.run('E key generate > /dev/full', here());

    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('error: cannot write to standard output: no space left\n');
  });
});

describe.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s', signal => {
  test('ends a ceremony at once, and says how to go on', async () => {
    await cli.stop();
    let stalls = true;
    const authorize: Authorize = async ({ action }) =>
      stalls && action === 'kms:ImportKeyMaterial' ? new Promise(() => {}) : { allowed: true };
    cli = await CommandLine.start({ authorize });
    const { child, ended, says } = program.start(
      `key ceremony --generate --no-copy --open-to-iam --yes --record record.json ${aws()}`,
      { cwd: cli.directory },
    );
    await says('importing the key material');

    child.kill(signal);

    expect(await ended).toMatchObject({ code: null, signal });
    expect((await ended).stderr).toMatch(
      /stopped; go on with: encrypted-queue-to-table key ceremony --resume record\.json\n$/,
    );
    stalls = false;
    expect((await cli.key('ceremony --resume @record.json --yes')).code).toBe(0);
    expect(imported()).toHaveLength(1);
  });
});

test('a FIFO that nobody writes to does not hold up the end of the process', async () => {
  const { child, ended, says } = program.start(
    `mkfifo pipe; exec ${process.execPath} ${program.file} ${CEREMONY} --yes ${aws()} --material pipe`,
    here(),
  );
  await says('reading the key material');

  child.kill('SIGINT');

  expect((await ended).signal).toBe('SIGINT');
});
