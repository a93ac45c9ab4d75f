import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { testWith } from '../../support/unless-installed';
import { CommandLine } from '../command-line';

const SPECS = ['RSA_2048', 'RSA_3072', 'RSA_4096'];
const HASHES = [
  ['RSAES_OAEP_SHA_1', 'sha1'],
  ['RSAES_OAEP_SHA_256', 'sha256'],
] as const;
const WRAPPINGS = SPECS.flatMap(spec => HASHES.map(([algorithm, hash]) => [spec, algorithm, hash] as const));

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: cli.directory, stdio: 'pipe' });
const oaep = (hash: string) => ['-pkeyopt', 'rsa_padding_mode:oaep', '-pkeyopt', `rsa_oaep_md:${hash}`];

testWith('openssl').each(WRAPPINGS)('openssl unwraps what is wrapped here: %s, %s', async (spec, algorithm, hash) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: Number(spec.slice(4)) });
  cli.write('private.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  cli.write('PublicKey.bin', publicKey.export({ type: 'spki', format: 'der' }));
  const bytes = randomBytes(32);

  await cli.key(
    `wrap --public-key @PublicKey.bin --material - --raw --wrapping-algorithm ${algorithm} --allow-sha1 --out @wrapped.bin`,
    { stdin: bytes },
  );

  openssl('pkeyutl', '-decrypt', '-inkey', 'private.pem', ...oaep(hash), '-in', 'wrapped.bin', '-out', 'material.bin');
  expect(cli.read('material.bin')).toEqual(bytes);
});

testWith('openssl').each(WRAPPINGS)('what openssl wraps is imported here: %s, %s', async (spec, algorithm, hash) => {
  const { stdout } = await cli.key('create');
  await cli.key(
    `parameters --key-id ${stdout.trim()} --wrapping-algorithm ${algorithm} --wrapping-key-spec ${spec} --allow-sha1 --out @parameters.json`,
  );
  const { publicKey } = JSON.parse(cli.read('parameters.json').toString()) as { publicKey: string };
  cli.write('PublicKey.bin', Buffer.from(publicKey, 'base64'));

  openssl('rand', '-out', 'material.bin', '32');
  openssl(
    'pkeyutl',
    '-in',
    'material.bin',
    '-out',
    'wrapped.bin',
    '-inkey',
    'PublicKey.bin',
    '-keyform',
    'DER',
    '-pubin',
    '-encrypt',
    ...oaep(hash),
  );
  const outcome = await cli.key('import --parameters @parameters.json --wrapped @wrapped.bin');

  expect(outcome.code).toBe(0);
  expect(
    cli.server.keys
      .byArn(stdout.trim())
      ?.importedMaterials()
      .map(({ bytes }) => bytes),
  ).toEqual([cli.read('material.bin')]);
});

testWith('openssl')('the copy for the escrow opens with its private key and openssl', async () => {
  openssl('genrsa', '-out', 'escrow.key', '3072');
  openssl('rsa', '-in', 'escrow.key', '-pubout', '-out', 'escrow.pem');

  await cli.key('ceremony --generate --escrow-key @escrow.pem --escrow-out @escrow.bin --yes --record @record.json');

  openssl(
    'pkeyutl',
    '-decrypt',
    '-inkey',
    'escrow.key',
    ...oaep('sha256'),
    '-in',
    'escrow.bin',
    '-out',
    'material.bin',
  );
  expect(
    cli.server.keys
      .list()[0]
      ?.importedMaterials()
      .map(({ bytes }) => bytes),
  ).toEqual([cli.read('material.bin')]);
});
