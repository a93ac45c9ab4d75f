import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { CeremonyRecord } from '../../../src/ceremony/ceremony-record';
import { testWith } from '../../support/unless-installed';
import { CommandLine } from '../command-line';

const PEM = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;
const ESCROW = generateKeyPairSync('rsa', { modulusLength: 2048, ...PEM });
const OTHER = generateKeyPairSync('rsa', { modulusLength: 2048, ...PEM });
const SECRET = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  ...PEM,
  privateKeyEncoding: { ...PEM.privateKeyEncoding, cipher: 'aes-256-cbc', passphrase: 'open sesame' },
});

let cli: CommandLine;
let arn: string;
const material = randomBytes(32);

beforeEach(async () => {
  cli = await CommandLine.start();
  cli.write('material.bin', material);
  cli.write('other.bin', randomBytes(32));
  for (const [name, pair] of Object.entries({ escrow: ESCROW, other: OTHER, secret: SECRET })) {
    cli.write(`${name}.pem`, String(pair.publicKey));
    cli.write(`${name}.key`, String(pair.privateKey));
  }
  const copies = '--escrow-key @escrow.pem --escrow-out @escrow.bin --escrow-key @secret.pem --escrow-out @secret.bin';
  arn = (await cli.key(`ceremony --material @material.bin ${copies} --yes --record @record.json`)).stdout.trim();
  cli.server.requests.length = 0;
});
afterEach(async () => cli.stop());

test.each([
  ['the material in a file', '--material @material.bin', {}, 'material.bin', true],
  ['other material', '--material @other.bin', {}, 'other.bin', false],
  ['the material from a pipe', '--material -', { stdin: material }, '-', true],
  ['other material from a pipe', '--material -', { stdin: randomBytes(32) }, '-', false],
  ['the copy of an escrow', '--escrow @escrow.bin --escrow-key @escrow.key', {}, 'escrow.bin', true],
  [
    'a copy whose key has a passphrase',
    '--escrow @secret.bin --escrow-key @secret.key',
    { answers: 'open sesame\n' },
    'secret.bin',
    true,
  ],
])('says whether %s is the material of the ceremony', async (_, subject, input, name, matches) => {
  const outcome = await cli.key(`check --record @record.json ${subject}`, input);

  expect(outcome).toMatchObject({
    code: matches ? 0 : 3,
    stdout: `'${name}' is ${matches ? '' : 'NOT '}the key material of ${arn}\n`,
  });
  expect(cli.server.requests).toEqual([]);
  expect(cli.findEverywhere(material, ['material.bin'])).toEqual([]);
});

test('says whether a wrapped file is what was imported', async () => {
  await cli.key(`create`);
  await cli.key(`parameters --key-id ${arn} --out @parameters.json`);
  await cli.key('wrap --parameters @parameters.json --material @material.bin --out @again.json');

  // the same material, wrapped anew: another ciphertext, and not the one that was imported
  expect(await cli.key('check --record @record.json --wrapped @again.json')).toMatchObject({ code: 3 });
});

test.each([
  [
    'a private key of somebody else',
    '--escrow @escrow.bin --escrow-key @other.key',
    {},
    "'escrow.bin' does not open with this private key: it is for another one, or damaged",
  ],
  [
    'a public key',
    '--escrow @escrow.bin --escrow-key @escrow.pem',
    {},
    "'escrow.pem' must hold the RSA private key of the escrow, in PEM or DER",
  ],
  [
    'a wrong passphrase',
    '--escrow @secret.bin --escrow-key @secret.key',
    { answers: 'close sesame\n' },
    "the passphrase does not open 'secret.key'",
  ],
  [
    'a passphrase nobody can be asked for',
    '--escrow @secret.bin --escrow-key @secret.key',
    {},
    "'secret.key' has a passphrase, and there is no terminal to ask for it",
  ],
])('fails with %s', async (_, subject, input, error) => {
  const { code, stderr } = await cli.key(`check --record @record.json ${subject}`, input);

  expect(code).toBe(1);
  expect(stderr).toContain(`error: ${error}\n`);
});

test.each([
  ['', 'give one of --material, --escrow and --wrapped'],
  ['--material @material.bin --wrapped @x', 'give one of --material, --escrow and --wrapped'],
  ['--escrow @escrow.bin', '--escrow and --escrow-key belong together'],
])('is no command line: %j', async (subject, error) => {
  const { code, stderr } = await cli.key(`check --record @record.json ${subject}`);

  expect([code, stderr.split('\n')[0]]).toEqual([2, `encrypted-queue-to-table: error: ${error}`]);
});

test('a drill a year later proves that the envelope opens, and leaves a record to sign', async () => {
  const drill = 'escrow-drill --record @record.json --escrow @escrow.bin --escrow-key @escrow.key --out @drill.json';

  const outcome = await cli.key(`${drill} --operator Zoe --witness Ida`, { now: new Date('2027-11-25T12:00:00Z') });

  expect(outcome).toMatchObject({ code: 0, stdout: 'drill.json\n' });
  expect(JSON.parse(cli.read('drill.json').toString())).toMatchObject({
    at: '2027-11-25T12:00:00.000Z',
    operator: 'Zoe',
    witness: 'Ida',
    keyArn: arn,
    opens: true,
    matches: true,
    known: true,
  });
  expect(cli.read('drill.html').toString()).toContain('<div><span>Ida</span><span>Date</span></div>');
  expect(cli.findEverywhere(material, ['material.bin'])).toEqual([]);
});

test.each([
  ['escrow.bin', 'other.key', { opens: false, matches: false }],
  ['wrong.bin', 'escrow.key', { opens: true, matches: false, known: false }],
])('a drill with %s and %s leaves a record of its failure', async (envelope, key, said) => {
  await cli.key('generate --keep-plaintext @x.bin');
  await cli.key(`create`);
  await cli.key(`parameters --key-id ${arn} --out @p.json`);
  await cli.key(
    'wrap --parameters @p.json --material @x.bin --out @w.json --escrow-key @escrow.pem --escrow-out @wrong.bin',
  );

  const drill = `escrow-drill --record @record.json --escrow @${envelope} --escrow-key @${key} --out @drill.json`;

  expect(await cli.key(drill)).toMatchObject({ code: 3, stdout: 'drill.json\n' });
  expect(JSON.parse(cli.read('drill.json').toString())).toMatchObject(said);
});

test('a record that imported nothing has nothing to compare with', async () => {
  const record = JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
  cli.write('unfinished.json', JSON.stringify({ ...record, material: undefined }));

  expect(await cli.key('check --record @unfinished.json --material @material.bin')).toMatchObject({
    code: 1,
    stderr: `encrypted-queue-to-table: error: the ceremony ${record.id} has imported no key material yet\n`,
  });
});

testWith('python3')('Python, with the scrypt of OpenSSL, comes to the same fingerprint', () => {
  const record = JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
  const [, cost = '', salt = '', hash] = record.material!.fingerprint.split(':');
  const [n, r, p] = cost.split(',').map(part => Number(part.split('=')[1]));
  const script =
    `import hashlib,sys;m=sys.stdin.buffer.read();` +
    `print(hashlib.scrypt(m,salt=bytes.fromhex('${salt}'),n=${n},r=${r},p=${p},maxmem=2**26,dklen=16).hex())`;

  expect(execFileSync('python3', ['-c', script], { input: material }).toString().trim()).toBe(hash);
});
