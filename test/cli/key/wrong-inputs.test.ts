import { randomBytes } from 'node:crypto';
import { KmsError } from '../../sandbox/kms/kms-server';
import { CommandLine } from '../command-line';

const NOW = new Date('2026-11-24T12:00:00Z');
const READS = ['DescribeKey', 'ListKeyRotations', 'ListAliases', 'ListGrants', 'ListKeys', 'ListResourceTags', 'GenerateRandom', 'GetCallerIdentity'];
const WRAP_HINT = 'wrap again with these parameters, or import with the parameters it was wrapped for';
const RANDOM_HINT = 'take it from a random source: openssl rand 32';
const ANEW = 'make it anew with: encrypted-queue-to-table key parameters --key-id KEY --out FILE';

let cli: CommandLine;
let keyId: string;
let arn: string;

/** A key that waits for its material, and every file that goes with it. */
beforeEach(async () => {
  cli = await CommandLine.start({ now: () => NOW });
  arn = (await cli.key('create --alias alias/orders')).stdout.trim();
  keyId = arn.split('/')[1]!;
  cli.write('material.bin', randomBytes(32));
  await cli.key(`parameters --key-id ${keyId} --wrapping-key-spec RSA_2048 --out @parameters.json`, { now: NOW });
  await cli.key('wrap --parameters @parameters.json --material @material.bin --out @wrapped.json', { now: NOW });
  cli.server.requests.length = 0;
});
afterEach(async () => cli.stop());

interface WrongInput {
  readonly command: string;
  /** Brings about what is wrong. */
  readonly arrange?: () => unknown;
  readonly stdin?: Buffer | string;
  readonly now?: Date;
  readonly code: 1 | 2;
  readonly error: string;
  readonly hint?: string;
}

const bundle = (change: object) => () => cli.write('changed.json', JSON.stringify({ ...JSON.parse(cli.read('parameters.json').toString()) as object, ...change }));
const fail = (action: string, code: string, message?: string) => () => cli.server.faults.failNext(action, new KmsError(code, message), 9);
const theKey = () => cli.server.keys.byArn(arn)!;
const wrap = 'wrap --parameters @parameters.json --out @out.json';
const importThem = 'import --parameters @parameters.json --wrapped @wrapped.json';
const help = (verb: string) => `encrypted-queue-to-table key ${verb} --help`;

const WRONG: Record<string, WrongInput> = {
  // the length and the form of the material
  'empty material': {
    command: `${wrap} --material -`, stdin: '', code: 1, error: 'standard input must hold 32 bytes of key material, got nothing: it is empty',
  },
  'material of 31 bytes': {
    command: `${wrap} --material -`, stdin: randomBytes(31), code: 1, error: 'standard input must hold 32 bytes of key material, got 31 bytes',
  },
  'material of 32 bytes and a line break': {
    command: `${wrap} --material -`,
    stdin: Buffer.concat([Buffer.alloc(32, 0xfa), Buffer.from('\n')]),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 33 bytes: 32 and a line break',
    hint: 'head -c 32 FILE | encrypted-queue-to-table key wrap --material - …',
  },
  'material in hex': {
    command: `${wrap} --material -`,
    stdin: `${randomBytes(32).toString('hex')}\n`,
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 64 characters of hex text',
    hint: 'xxd -r -p FILE | encrypted-queue-to-table key wrap --material - …',
  },
  'material in base64': {
    command: `${wrap} --material -`,
    stdin: randomBytes(32).toString('base64'),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 44 characters of base64 text',
    hint: 'base64 -d FILE | encrypted-queue-to-table key wrap --material - …',
  },
  '16 bytes in hex': {
    command: `${wrap} --material -`,
    stdin: randomBytes(16).toString('hex'),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 32 characters of hex text, which are 16 bytes',
    hint: 'make 32 raw bytes with: openssl rand 32',
  },
  'an AES-128 key': {
    command: `${wrap} --material -`,
    stdin: Buffer.alloc(16, 0xf1),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 16 bytes, the length of an AES-128 key',
    hint: 'KMS takes AES-256 only: openssl rand 32',
  },
  'material that is wrapped already': {
    command: `${wrap} --material -`,
    stdin: randomBytes(512),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 512 bytes, the length of material that is already wrapped',
    hint: 'import it with: encrypted-queue-to-table key import --wrapped FILE …',
  },
  'a PEM file': {
    command: `${wrap} --material -`,
    stdin: '-----BEGIN PRIVATE KEY-----\n',
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got a PEM file',
    hint: 'key material is 32 raw bytes, not a certificate or an RSA key',
  },
  'a password': {
    command: `${wrap} --material -`,
    stdin: 'correct horse battery staple 42!',
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 32 characters of text',
    hint: RANDOM_HINT,
  },
  'zeros': {
    command: `${wrap} --material -`,
    stdin: Buffer.alloc(32),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 32 bytes that are all the same',
    hint: RANDOM_HINT,
  },
  'bytes that count up': {
    command: `${wrap} --material -`,
    stdin: Buffer.from(Array.from({ length: 32 }, (_, index) => index + 240)),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 32 bytes that count up',
    hint: RANDOM_HINT,
  },
  'two bytes by turns': {
    command: `${wrap} --material -`,
    stdin: Buffer.from('a1b2'.repeat(16), 'hex'),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 32 bytes with only 2 different values',
    hint: RANDOM_HINT,
  },
  'no such file': {
    command: `${wrap} --material @nowhere.bin`, code: 1, error: 'cannot read key material from \'nowhere.bin\': ENOENT',
  },
  'a directory for material': {
    command: `${wrap} --material @.`, code: 1, error: 'cannot read key material from \'.\': EISDIR',
  },
  'no source of material': {
    command: wrap, code: 2, error: 'missing --material FILE or --generate', hint: help('wrap'),
  },
  'two sources of material': {
    command: `${wrap} --generate --material @material.bin`, code: 2, error: '--material and --generate exclude each other', hint: help('wrap'),
  },
  'generated material without a copy': {
    command: `${wrap} --generate`,
    code: 2,
    hint: help('wrap'),
    error: 'generated material needs a copy: --escrow-key FILE --escrow-out FILE, --keep-plaintext FILE or --no-copy',
  },

  // files in the way, and files that are not what they should be
  'an output file that exists': {
    command: 'wrap --parameters @parameters.json --material @material.bin --out @wrapped.json',
    code: 1,
    error: '\'wrapped.json\' exists and is never overwritten',
    hint: 'name another file, or move this one away',
  },
  'a plaintext file that exists': {
    command: 'generate --keep-plaintext @material.bin',
    code: 1,
    error: '\'material.bin\' exists and is never overwritten',
    hint: 'name another file, or move this one away',
  },
  'a record that exists': {
    arrange: () => cli.write('record.json', '{}'),
    command: 'ceremony --generate --no-copy --yes --record @record.json',
    code: 1,
    error: '\'record.json\' exists and is never overwritten',
    hint: 'name another file, or move this one away',
  },
  'an output folder that is not there': {
    command: 'wrap --parameters @parameters.json --material @material.bin --out @nowhere/wrapped.json', code: 1, error: 'cannot write \'nowhere/wrapped.json\': ENOENT',
  },
  'an escrow key that is none': {
    arrange: () => cli.write('escrow.pem', 'not a key'),
    command: `${wrap} --generate --escrow-key @escrow.pem --escrow-out @escrow.bin`,
    code: 1,
    error: '\'escrow.pem\' must hold an RSA public key of at least 2048 bits, in PEM or DER',
  },
  'an escrow key without a place for the copy': {
    command: `${wrap} --generate --escrow-key @escrow.pem`, code: 2, error: '--escrow-key and --escrow-out belong together', hint: help('wrap'),
  },
  'parameters that are not JSON': {
    arrange: () => cli.write('changed.json', 'MIIBIjANBgkqh'),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: '\'changed.json\' is not JSON',
  },
  'parameters of the AWS CLI': {
    arrange: () => cli.write('changed.json', '{"KeyId":"x","ImportToken":"eA==","PublicKey":"eA=="}'),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: '\'changed.json\' is not a file of import parameters',
    hint: ANEW,
  },
  'parameters with a damaged public key': {
    arrange: bundle({ publicKey: 'MIIBIjAN' }),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: '\'changed.json\' holds no RSA public key',
    hint: ANEW,
  },
  'parameters with a public key of another size': {
    arrange: bundle({ wrappingKeySpec: 'RSA_4096' }),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: '\'changed.json\' holds a public key of 2048 bits for RSA_4096',
    hint: ANEW,
  },
  'a public key in base64': {
    arrange: () => cli.write('PublicKey.b64', 'MIIBIjANBgkqh'),
    command: 'wrap --public-key @PublicKey.b64 --raw --material @material.bin --out @out.bin',
    code: 1,
    error: '\'PublicKey.b64\' must hold an RSA public key in DER or PEM',
    hint: 'decode it first: openssl enc -d -base64 -A -in PublicKey.b64 -out PublicKey.bin',
  },
  'a token in base64': {
    arrange: () => [cli.write('token.b64', 'AQECAHh'), cli.write('wrapped.bin', randomBytes(512))],
    command: 'import --key-id KEY --import-token @token.b64 --wrapped @wrapped.bin',
    code: 1,
    error: '\'token.b64\' is base64 text',
    hint: 'decode it first: openssl enc -d -base64 -A -in token.b64 -out ImportToken.bin',
  },

  // pairs that do not belong together
  'a bundle that is stale where it is wrapped': {
    command: `${wrap} --material @material.bin`,
    now: new Date('2026-11-25T12:00:00Z'),
    code: 1,
    error: 'the import parameters expired at 2026-11-25T12:00:00.000Z; they live 24 hours',
    hint: 'get new ones, then wrap again: encrypted-queue-to-table key parameters --key-id ARN --out FILE',
  },
  'a bundle that is stale where it is imported': {
    command: importThem,
    now: new Date('2026-11-26T00:00:00Z'),
    code: 1,
    error: 'the import parameters expired at 2026-11-25T12:00:00.000Z; they live 24 hours',
    hint: 'get new ones, then wrap again: encrypted-queue-to-table key parameters --key-id ARN --out FILE',
  },
  'material wrapped for other parameters of the key': {
    arrange: async () => {
      await cli.key(`parameters --key-id ${keyId} --wrapping-key-spec RSA_2048 --out @changed.json`, { now: NOW });
      cli.server.requests.length = 0;
    },
    command: 'import --parameters @changed.json --wrapped @wrapped.json',
    code: 1,
    error: 'the material was wrapped with the public key of other import parameters',
    hint: WRAP_HINT,
  },
  'material wrapped for another key': {
    arrange: bundle({ keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/other' }),
    command: 'import --parameters @changed.json --wrapped @wrapped.json',
    code: 1,
    error: 'the material was wrapped for key ARN, the parameters are for arn:aws:kms:eu-west-1:111122223333:key/other',
    hint: WRAP_HINT,
  },
  'bare wrapped material of another length': {
    arrange: () => cli.write('wrapped.bin', randomBytes(512)),
    command: 'import --parameters @parameters.json --wrapped @wrapped.bin',
    code: 1,
    error: 'material wrapped with RSA_2048 must be 256 bytes, got 512',
    hint: WRAP_HINT,
  },
  'bare wrapped material that is plaintext': {
    command: 'import --parameters @parameters.json --wrapped @material.bin',
    code: 1,
    error: 'material wrapped with RSA_2048 must be 256 bytes, got 32',
    hint: WRAP_HINT,
  },
  'the token of another key': {
    arrange: () => [cli.write('token.bin', randomBytes(512)), cli.write('wrapped.bin', randomBytes(256))],
    command: 'import --key-id KEY --import-token @token.bin --wrapped @wrapped.bin',
    code: 1,
    error: 'KMS refuses the import token: it is damaged or for another key',
    hint: 'get new parameters and wrap again: encrypted-queue-to-table key parameters --key-id ARN --out FILE',
  },
  'a wrapped file that is damaged': {
    arrange: () => cli.write('wrapped.bin', randomBytes(256)),
    command: 'import --parameters @parameters.json --wrapped @wrapped.bin',
    code: 1,
    error: 'KMS cannot unwrap the material: it was wrapped with another public key or algorithm than the import token is for',
    hint: 'get new parameters and wrap again: encrypted-queue-to-table key parameters --key-id ARN --out FILE',
  },
  '--key-id of another key than the parameters': {
    command: `${importThem} --key-id mrk-other`, code: 2, error: '--key-id is mrk-other, but the parameters are for ARN', hint: help('import'),
  },

  // expiry
  'an expiry in the past': {
    command: `${importThem} --expires 2026-11-24`, code: 1, error: 'expiry must be in the future, got 2026-11-24T00:00:00.000Z',
  },
  'an expiry past 365 days': {
    command: `${importThem} --expires 366d`,
    code: 1,
    error: 'expiry must be at most 365 days away, got 2027-11-25T12:00:00.000Z',
    hint: 'say --expires 365d, or --expires never',
  },
  'an expiry that is no date': {
    command: `${importThem} --expires 'next year'`,
    code: 1,
    error: 'expiry must be \'never\', days such as 90d or a date such as 2027-01-31T00:00:00Z, got \'next year\'',
  },

  // the key
  'a key of origin AWS_KMS': {
    arrange: async () => {
      const { KeyMetadata } = await cli.server.call({ principal: 'arn:aws:iam::111122223333:root', context: {} }, 'CreateKey', {});
      await cli.server.call({ principal: 'arn:aws:iam::111122223333:root', context: {} }, 'CreateAlias', { AliasName: 'alias/own', TargetKeyId: (KeyMetadata as { KeyId: string }).KeyId });
    },
    command: 'parameters --key-id alias/own --out @out.json',
    code: 1,
    error: 'key OTHER has origin AWS_KMS; only a key of origin EXTERNAL takes imported key material',
    hint: 'create one with: encrypted-queue-to-table key create --alias alias/NAME',
  },
  'a key that is to be deleted': {
    arrange: () => theKey().deletionDate = NOW,
    command: importThem,
    code: 1,
    error: 'key KEY is PendingDeletion; key material can be imported while it is PendingImport or Enabled',
    hint: 'aws kms cancel-key-deletion --key-id KEY',
  },
  'a key that is not there': {
    command: 'parameters --key-id mrk-nowhere --out @out.json',
    code: 1,
    error: 'NotFoundException: Key \'arn:aws:kms:eu-west-1:111122223333:key/mrk-nowhere\' does not exist [request ID]',
    hint: 'check the key id, the Region and the account of the credentials',
  },
  'an alias that is taken': {
    command: 'create --alias alias/orders', code: 1, error: 'alias/orders already names key KEY', hint: 'take another alias, or move it: aws kms update-alias',
  },
  'an alias that is none': {
    command: 'create --alias orders',
    code: 1,
    error: 'an alias must be \'alias/\' and 1 to 250 letters, digits, \'/\', \'_\' or \'-\', not under \'alias/aws/\', got \'orders\'',
  },
  'a policy that is not JSON': {
    arrange: () => cli.write('policy.json', '{'), command: 'create --policy @policy.json', code: 1, error: '\'policy.json\' is not JSON',
  },
  'a policy that is too long': {
    arrange: () => cli.write('policy.json', JSON.stringify({ Statement: [], Id: 'x'.repeat(32_768) })),
    command: 'create --policy @policy.json',
    code: 1,
    error: 'a key policy must be at most 32768 bytes, got 32792 [\'policy.json\']',
  },
  'a rotation of a key without material': {
    command: 'rotate --key-id KEY --generate --no-copy --yes',
    code: 1,
    error: 'key KEY is PendingImport; only an enabled key rotates',
    hint: 'import its material first: encrypted-queue-to-table key ceremony',
  },

  // the command line
  'a Region beside the ARN of another': {
    command: 'status --key-id ARN --region eu-central-1', code: 2, error: '--region is eu-central-1, but the key ARN is of eu-west-1', hint: help('status'),
  },
  'SHA-1 that was not allowed': {
    command: 'parameters --key-id KEY --wrapping-algorithm RSAES_OAEP_SHA_1 --out @out.json',
    code: 2,
    error: 'RSAES_OAEP_SHA_1 needs --allow-sha1',
    hint: 'leave --wrapping-algorithm out to wrap with RSAES_OAEP_SHA_256',
  },
  'an algorithm for asymmetric keys': {
    command: 'parameters --key-id KEY --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256 --out @out.json',
    code: 2,
    error: '--wrapping-algorithm must be RSAES_OAEP_SHA_256 or RSAES_OAEP_SHA_1, got \'RSA_AES_KEY_WRAP_SHA_256\'',
    hint: 'KMS takes it for RSA and elliptic curve keys, not for a symmetric key',
  },
  'a wrapping key that is too short': {
    command: 'parameters --key-id KEY --wrapping-key-spec RSA_1024 --out @out.json',
    code: 2,
    error: '--wrapping-key-spec must be RSA_4096, RSA_3072, RSA_2048, got \'RSA_1024\'',
    hint: help('parameters'),
  },
  'a witness alone': {
    command: 'ceremony --generate --no-copy --witness Grace --yes --record @record.json', code: 2, error: '--witness needs --operator', hint: help('ceremony'),
  },
  'an operator who is their own witness': {
    command: 'ceremony --generate --no-copy --operator Ada --witness Ada --yes --record @record.json',
    code: 2,
    error: 'operator and witness must be two people, got \'Ada\' twice',
    hint: help('ceremony'),
  },
  'options beside --resume': {
    arrange: () => cli.write('record.json', '{}'),
    command: 'ceremony --resume @record.json --generate --alias alias/x --yes',
    code: 2,
    error: '--resume excludes --generate, --alias',
    hint: help('ceremony'),
  },
  'a record that is none': {
    arrange: () => cli.write('record.json', '{}'), command: 'ceremony --resume @record.json --yes', code: 1, error: '\'record.json\' is not the record of a key ceremony',
  },
  'a ceremony nobody can be asked about': {
    command: 'ceremony --generate --no-copy --record @record.json', code: 2, error: '\'go on?\' needs an answer, and there is no terminal to ask on', hint: 'add --yes',
  },
  'an option that is not there': {
    command: 'status --keyid KEY', code: 2, error: 'unknown option \'--keyid\'', hint: help('status'),
  },
  'an option without its value': {
    command: 'verify --json --key-id', code: 2, error: 'option \'--key-id\' needs a value', hint: help('verify'),
  },
  'deleting without typing the id': {
    arrange: () => cli.server.call({ principal: 'x', context: {} }, 'EnableKey', {}).catch(() => undefined),
    command: 'delete-material --key-id KEY --confirm mrk-other',
    code: 1,
    error: 'that is not the id of the key; nothing is deleted',
  },

  // AWS
  'no permission': {
    arrange: fail('GetParametersForImport', 'AccessDeniedException', 'User: x is not authorized to perform: kms:GetParametersForImport'),
    command: 'parameters --key-id KEY --out @out.json',
    code: 1,
    error: 'AccessDeniedException: User: x is not authorized to perform: kms:GetParametersForImport [request ID]',
    hint: 'the caller needs this permission; print a policy that has it with: encrypted-queue-to-table key operator-policy',
  },
  'throttled': {
    arrange: fail('GetParametersForImport', 'ThrottlingException', 'Rate exceeded'),
    command: 'parameters --key-id KEY --out @out.json',
    code: 1,
    error: 'ThrottlingException: Rate exceeded [request ID]',
    hint: 'AWS asks to slow down; wait a minute, then run the same command again',
  },
};

test('there are more than 60 of them', () => {
  expect(Object.keys(WRONG).length).toBeGreaterThan(60);
});

test.each(Object.entries(WRONG))('fails with %s', async (_, { command, arrange, stdin, now, code, error, hint }) => {
  await arrange?.();
  const before = cli.files();

  const outcome = await cli.key(command.replace(/\bKEY\b/g, keyId).replaceAll('ARN', arn), { stdin, now: now ?? NOW });

  const other = cli.server.keys.list().find(key => key.arn !== arn)?.id ?? 'OTHER';
  const said = outcome.stderr.replaceAll(arn, 'ARN').replaceAll(keyId, 'KEY').replaceAll(other, 'OTHER').replace(/request [0-9a-f-]{36}/, 'request ID');
  expect(said).toBe(`encrypted-queue-to-table: error: ${error}\n${hint ? `encrypted-queue-to-table: hint: ${hint}\n` : ''}`);
  expect(outcome.code).toBe(code);
  // nothing is written, nothing half done: what KMS was asked for beyond reading, it refused
  expect(cli.files()).toEqual(before);
  expect(theKey().importedMaterials()).toEqual([]);
  expect(cli.server.requests.map(({ action }) => action).filter(action => !READS.includes(action) && !/Import/.test(action))).toEqual([]);
  if (code === 2) expect(cli.server.requests).toEqual([]);
});
