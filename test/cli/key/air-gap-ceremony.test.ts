import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CeremonyRecord } from '../../../src/ceremony/ceremony-record';
import { testWith } from '../../support/unless-installed';
import { CommandLine } from '../command-line';
import { Program } from '../program';

/** How networking is turned off for a command here, if it can be. */
const UNSHARE = ['unshare -n', 'unshare -rn'].find(
  command => spawnSync(`${command} true`, { shell: true }).status === 0,
);
if (UNSHARE === undefined) process.stderr.write('no unshare here: the offline machine keeps its network\n');
const ESCROWS = [1, 2].map(() =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }),
);

let program: Program;
let cli: CommandLine;
let offline: string;
beforeAll(() => (program = new Program()));
afterAll(() => program.remove());
beforeEach(async () => {
  cli = await CommandLine.start();
  offline = mkdtempSync(join(tmpdir(), 'offline-'));
  ESCROWS.forEach(({ publicKey, privateKey }, index) => {
    writeFileSync(join(offline, `escrow-${index + 1}.pem`), publicKey);
    cli.write(`escrow-${index + 1}.key`, privateKey);
  });
  for (const [who, folder] of [['ada', cli.directory] as const, ['bob', offline] as const]) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', who, '-f', join(folder, who)]);
  }
  const signers = [join(cli.directory, 'ada.pub'), join(offline, 'bob.pub')].map(
    (file, index) => `${['ada', 'bob'][index]} namespaces="encrypted-queue-to-table" ${readFileSync(file, 'utf8')}`,
  );
  writeFileSync(join(offline, 'signers'), signers.join(''));
  cli.write('signers', signers.join(''));
});
afterEach(async () => {
  await cli.stop();
  rmSync(offline, { recursive: true });
});

const carry = (name: string, from: string, to: string) => copyFileSync(join(from, name), join(to, name));
const codeIn = (said: string, bundle: string) =>
  new RegExp(`code of the ${bundle} bundle: ([0-9A-Z-]{24})`).exec(said)![1]!;

const PREPARE =
  'ceremony prepare --alias alias/orders --operator Ada --witness Grace --sign @ada --out @prepared.json --yes';

/** On the machine without a network, where there is one file of program and Node, and nothing of AWS. */
const seal = (more: string, file = 'prepared.json', out = 'sealed.json') =>
  program.run(`key ceremony seal --bundle ${file} --out ${out} ${more}`, {
    cwd: offline,
    before: `${UNSHARE ?? ''} env -i HOME=/nonexistent PATH=${process.env.PATH}`,
  });
const SIGNED = '--allowed-signers signers --signer ada';
const TWO_ESCROWS = '--escrow-key escrow-1.pem --escrow-key escrow-2.pem';
const FINISH =
  'ceremony finish --prepared @prepared.json --sealed @sealed.json --escrow-out @one.bin --escrow-out @two.bin --record @record.json';

/** Prepares here and seals there; answers both codes. */
async function prepareAndSeal(): Promise<{ prepared: string; sealed: string }> {
  const prepared = codeIn((await cli.key(PREPARE)).stderr, 'prepared');
  for (const name of ['prepared.json', 'prepared.json.sig']) carry(name, cli.directory, offline);
  const people = '--operator Bob --witness Eve';
  const outcome = await seal(`${SIGNED} --expect ${prepared} --generate ${TWO_ESCROWS} --sign bob ${people}`);
  expect(outcome).toMatchObject({ code: 0, stdout: 'sealed.json\n' });
  for (const name of ['sealed.json', 'sealed.json.sig']) carry(name, offline, cli.directory);
  return { prepared, sealed: codeIn(outcome.stderr, 'sealed') };
}

const test = testWith('ssh-keygen', 'bash');

test('two machines, two people on each, two escrows: one record, and envelopes that open a year later', async () => {
  const { prepared, sealed } = await prepareAndSeal();

  const finished = await cli.key(
    `${FINISH} --expect ${sealed} --operator Ada --witness Grace --allowed-signers @signers --signer bob --sign @ada`,
  );

  const record = JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
  expect(finished).toMatchObject({ code: 0, stdout: `${record.key?.arn}\n` });
  expect(record).toMatchObject({
    operator: 'Ada',
    witness: 'Grace',
    offline: { operator: 'Bob', witness: 'Eve' },
    codes: { prepared, sealed },
    copies: [
      { file: cli.path('one.bin'), state: 'kept' },
      { file: cli.path('two.bin'), state: 'kept' },
    ],
  });
  expect(record.machines.map(({ part }) => part)).toEqual(['prepare', 'seal', 'finish']);
  expect(record.steps.map(({ step }) => step)).toEqual([
    'key',
    'alias',
    'parameters',
    'compare',
    'material',
    'wrap',
    'copy',
    'caller',
    'import',
    'keep',
    'verify',
  ]);
  const drill = (envelope: string, n: number) =>
    `escrow-drill --record @record.json --escrow @${envelope} --escrow-key @escrow-${n}.key --allowed-signers @signers --signer ada --out @drill-${n}.json`;
  const aYearLater = { now: new Date(Date.now() + 365 * 24 * 3600 * 1000) };
  expect(await cli.key(drill('one.bin', 1), aYearLater)).toMatchObject({ code: 0 });
  expect(await cli.key(drill('two.bin', 2), aYearLater)).toMatchObject({ code: 0 });
  // and what KMS has is what the envelopes hold
  const [imported] = cli.server.keys.list()[0]!.importedMaterials();
  expect(cli.findEverywhere(imported!.bytes)).toEqual([]);
});

test('a bundle that was swapped or changed on the way is refused, and changes nothing', async () => {
  const { prepared, sealed } = await prepareAndSeal();
  // somebody seals material of their own for the same key
  await seal(`--expect ${prepared} --generate ${TWO_ESCROWS}`, 'prepared.json', 'mallory.json');
  carry('mallory.json', offline, cli.directory);
  copyFileSync(cli.path('sealed.json.sig'), cli.path('mallory.json.sig'));
  const swapped = FINISH.replace('@sealed.json', '@mallory.json');

  expect(await cli.key(`${swapped} --expect ${sealed}`)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('error: this is not the sealed bundle that has the code given\n'),
  });
  expect(await cli.key(`${swapped} --expect ${sealed} --allowed-signers @signers --signer bob`)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("error: 'mallory.json' has no good signature by bob: ssh-keygen says: "),
  });
  expect(await cli.key(`${FINISH} --expect ${sealed} --allowed-signers @signers --signer ada`)).toMatchObject({
    code: 3,
  });
  expect(cli.server.requests.map(({ action }) => action)).not.toContain('ImportKeyMaterial');
  expect(cli.files()).not.toContain('one.bin');
  expect(await cli.key(`${FINISH} --expect ${sealed}`)).toMatchObject({ code: 0 });
});

test('what was prepared is not sealed if it changed on the way', async () => {
  const code = codeIn((await cli.key(PREPARE)).stderr, 'prepared');
  const changed = cli.read('prepared.json').toString().replace('"Ada"', '"Mal"');
  writeFileSync(join(offline, 'prepared.json'), changed);
  carry('prepared.json.sig', cli.directory, offline);

  expect(await seal(`--expect ${code} --generate --no-copy`)).toMatchObject({ code: 3, stdout: '' });
  expect(await seal(`--expect ${code} ${SIGNED} --generate --no-copy`)).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("error: 'prepared.json' has no good signature by ada"),
  });
});

test('a bundle without its signature is refused where one is asked for', async () => {
  const { sealed } = await prepareAndSeal();
  rmSync(cli.path('sealed.json.sig'));

  expect(await cli.key(`${FINISH} --expect ${sealed} --allowed-signers @signers --signer bob`)).toMatchObject({
    code: 1,
    stderr: "encrypted-queue-to-table: error: 'sealed.json' is not signed: there is no 'sealed.json.sig'\n",
  });
});

test('a clock that is ahead has a way out, and the record keeps it', async () => {
  const code = codeIn((await cli.key(PREPARE)).stderr, 'prepared');
  const ahead = { now: new Date(Date.now() + 48 * 3600 * 1000) };
  const here = `ceremony seal --bundle @prepared.json --expect ${code} --generate --no-copy --out @sealed.json`;

  const refused = await cli.key(here, ahead);
  const sealed = await cli.key(`${here} --ignore-clock`, ahead);
  const finish = 'ceremony finish --prepared @prepared.json --sealed @sealed.json --record @record.json';

  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /they live 24 hours, and this machine's clock says .*\n.*if this clock is wrong: --ignore-clock\n/,
  );
  expect(await cli.key(`${finish} --expect ${codeIn(sealed.stderr, 'sealed')}`)).toMatchObject({ code: 0 });
  const { steps } = JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
  expect(steps.find(({ step }) => step === 'compare')?.detail).toMatch(
    /^the clock of the offline machine says .*, and was said to be wrong: the 24 hours were left to KMS$/,
  );
});

test('interrupted while it imports, finish goes on with the same command', async () => {
  const { sealed } = await prepareAndSeal();
  for (const fault of ['connection lost before', 'connection lost after'] as const) {
    cli.server.faults.failNext('ImportKeyMaterial', fault);
    expect((await cli.key(`${FINISH} --expect ${sealed}`)).code).toBe(1);
    expect(cli.files()).not.toContain('one.bin');
  }

  expect(await cli.key(`${FINISH} --expect ${sealed}`)).toMatchObject({ code: 0 });

  expect(cli.server.requests.filter(({ action }) => action === 'ImportKeyMaterial').length).toBe(1);
  const check = 'check --record @record.json --escrow @one.bin --escrow-key @escrow-1.key';
  expect(await cli.key(check)).toMatchObject({ code: 0 });
});

test('at a terminal the code is typed, and a witness agrees', async () => {
  const { sealed } = await prepareAndSeal();
  const people = '--operator Ada --witness Grace';

  const typo = await cli.key(`${FINISH} ${people}`, { answers: `${sealed.replace(/.$/, '?')}\n` });
  const right = await cli.key(`${FINISH} ${people}`, { answers: `${sealed.toLowerCase()}\ny\n` });

  expect(typo.code).toBe(3);
  expect(typo.stderr).not.toContain(sealed); // it would be typed from there
  expect(right.code).toBe(0);
  const { confirmations } = JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
  expect(confirmations.map(({ by, of }) => `${by}: ${of}`)).toEqual([
    'Bob: prepared bundle',
    'Ada: sealed bundle',
    'Grace: sealed bundle',
  ]);
});
