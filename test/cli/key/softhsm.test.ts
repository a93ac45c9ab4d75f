import { execFileSync, spawnSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { skipped } from '../../support/unless-installed';
import { CommandLine } from '../command-line';

const LIBRARY = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
].find(existsSync);
const TOOLS = join(__dirname, '..', '..', 'softhsm');
const PIN = '1234';

function whyNot(): string | undefined {
  if (!LIBRARY || spawnSync('softhsm2-util', ['--version']).status !== 0) {
    return 'SoftHSM is not installed (apt-get install softhsm2)';
  }
  if (!existsSync(join(TOOLS, 'node_modules', 'pkcs11js'))) {
    return 'pkcs11js is not installed (npm ci --prefix test/softhsm)';
  }
  return undefined;
}

const missing = whyNot();
const testWithToken = missing ? skipped(missing) : test;

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

/** Generates key material in a fresh token and wraps it there under the public key of `parameters.json`. */
function wrapInToken(hash: 'sha1' | 'sha256') {
  mkdirSync(cli.path('tokens'));
  const env = {
    ...process.env,
    SOFTHSM2_CONF: cli.write('softhsm2.conf', `directories.tokendir = ${cli.path('tokens')}\n`),
  };
  execFileSync('softhsm2-util', ['--init-token', '--free', '--label', 'ceremony', '--so-pin', '5678', '--pin', PIN], {
    env,
    stdio: 'pipe',
  });
  const { publicKey } = JSON.parse(cli.read('parameters.json').toString()) as { publicKey: string };
  cli.write('PublicKey.bin', Buffer.from(publicKey, 'base64'));
  const args = [
    join(TOOLS, 'wrap-in-token.mjs'),
    LIBRARY!,
    PIN,
    cli.path('PublicKey.bin'),
    hash,
    cli.path('wrapped.bin'),
  ];
  return spawnSync(process.execPath, args, { env, encoding: 'utf8' });
}

testWithToken('material that never leaves its token unwrapped becomes the material of the key', async () => {
  const arn = (await cli.key('create')).stdout.trim();
  await cli.key(`parameters --key-id ${arn} --wrapping-algorithm RSAES_OAEP_SHA_1 --allow-sha1 --out @parameters.json`);
  const { readable, checkValue } = JSON.parse(wrapInToken('sha1').stdout) as { readable: boolean; checkValue: string };

  const outcome = await cli.key('import --parameters @parameters.json --wrapped @wrapped.bin');

  expect([outcome.code, readable]).toEqual([0, false]);
  const [imported] = cli.server.keys.byArn(arn)!.importedMaterials();
  expect(
    createCipheriv('aes-256-ecb', imported!.bytes, null).update(Buffer.alloc(16)).subarray(0, 3).toString('hex'),
  ).toBe(checkValue);
  expect((await cli.key(`verify --key-id ${arn}`)).code).toBe(0);
});

testWithToken(
  'SoftHSM 2.6 wraps with SHA-1 only: the day it knows SHA-256, the documentation has to say so',
  async () => {
    const arn = (await cli.key('create')).stdout.trim();
    await cli.key(`parameters --key-id ${arn} --out @parameters.json`);

    const { status, stderr } = wrapInToken('sha256');

    expect(status).toBe(1);
    expect(stderr).toContain('CKR_ARGUMENTS_BAD');
  },
);
