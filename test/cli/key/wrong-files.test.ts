import { randomBytes } from 'node:crypto';
import { ANEW, NOW, WRAP_HINT, bundle, cli, help, importThem, keyId, refuseEach, wrap } from './wrong-input';
import type * as quick from '../../ceremony/quick-scrypt';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

refuseEach({
  // files in the way, and files that are not what they should be
  'an output file that exists': {
    command: 'wrap --parameters @parameters.json --material @material.bin --out @wrapped.json',
    code: 1,
    error: "'wrapped.json' exists and is never overwritten",
    hint: 'name another file, or move this one away',
  },
  'a plaintext file that exists': {
    command: 'generate --keep-plaintext @material.bin',
    code: 1,
    error: "'material.bin' exists and is never overwritten",
    hint: 'name another file, or move this one away',
  },
  'a record that exists': {
    arrange: () => cli.write('record.json', '{}'),
    command: 'ceremony --generate --no-copy --yes --record @record.json',
    code: 1,
    error: "'record.json' exists and is never overwritten",
    hint: 'name another file, or move this one away',
  },
  'an output folder that is not there': {
    command: 'wrap --parameters @parameters.json --material @material.bin --out @nowhere/wrapped.json',
    code: 1,
    error: "the folder 'nowhere' does not exist",
  },
  'an escrow key that is none': {
    arrange: () => cli.write('escrow.pem', 'not a key'),
    command: `${wrap} --generate --escrow-key @escrow.pem --escrow-out @escrow.bin`,
    code: 1,
    error: "the escrow key 'escrow.pem' must hold an RSA public key of at least 2048 bits, in PEM or DER",
  },
  'an escrow key without a place for the copy': {
    command: `${wrap} --generate --escrow-key @escrow.pem`,
    code: 2,
    error: 'each --escrow-key needs its --escrow-out, got 1 and 0',
    hint: help('wrap'),
  },
  'parameters that are not JSON': {
    arrange: () => cli.write('changed.json', 'MIIBIjANBgkqh'),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: "'changed.json' is not JSON",
  },
  'parameters of the AWS CLI': {
    arrange: () => cli.write('changed.json', '{"KeyId":"x","ImportToken":"eA==","PublicKey":"eA=="}'),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: "'changed.json' is not a file of import parameters",
    hint: ANEW,
  },
  'parameters with a damaged public key': {
    arrange: bundle({ publicKey: 'MIIBIjAN' }),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: "'changed.json' holds no RSA public key",
    hint: ANEW,
  },
  'parameters with a public key of another size': {
    arrange: bundle({ wrappingKeySpec: 'RSA_4096' }),
    command: 'wrap --parameters @changed.json --material @material.bin --out @out.json',
    code: 1,
    error: "'changed.json' holds a public key of 2048 bits for RSA_4096",
    hint: ANEW,
  },
  'a public key in base64': {
    arrange: () => cli.write('PublicKey.b64', 'MIIBIjANBgkqh'),
    command: 'wrap --public-key @PublicKey.b64 --raw --material @material.bin --out @out.bin',
    code: 1,
    error: "the public key 'PublicKey.b64' must hold an RSA public key of at least 2048 bits, in PEM or DER",
    hint: 'decode it first: openssl enc -d -base64 -A -in PublicKey.b64 -out PublicKey.bin',
  },
  'a token in base64': {
    arrange: () => [cli.write('token.b64', 'AQECAHh'), cli.write('wrapped.bin', randomBytes(512))],
    command: 'import --key-id KEY --import-token @token.b64 --wrapped @wrapped.bin',
    code: 1,
    error: "'token.b64' is base64 text",
    hint: 'decode it first: openssl enc -d -base64 -A -in token.b64 -out ImportToken.bin',
  },

  // pairs that do not belong together
  'a bundle that is stale where it is wrapped': {
    command: `${wrap} --material @material.bin`,
    now: new Date('2026-11-25T12:00:00Z'),
    code: 1,
    error:
      "the import parameters expired at 2026-11-25T12:00:00.000Z; they live 24 hours, and this machine's clock says 2026-11-25T12:00:00.000Z",
    hint: 'get new ones, then wrap again: encrypted-queue-to-table key parameters --key-id ARN --out FILE; if this clock is wrong: --ignore-clock',
  },
  'a bundle that is stale where it is imported': {
    command: importThem,
    now: new Date('2026-11-26T00:00:00Z'),
    code: 1,
    error:
      "the import parameters expired at 2026-11-25T12:00:00.000Z; they live 24 hours, and this machine's clock says 2026-11-26T00:00:00.000Z",
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
    arrange: bundle({ keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-00000000000000000000000000000000' }),
    command: 'import --parameters @changed.json --wrapped @wrapped.json',
    code: 1,
    error:
      'the material was wrapped for key ARN, the parameters are for arn:aws:kms:eu-west-1:111122223333:key/mrk-00000000000000000000000000000000',
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
    error:
      'KMS cannot unwrap the material: it was wrapped with another public key or algorithm than the import token is for',
    hint: 'get new parameters and wrap again: encrypted-queue-to-table key parameters --key-id ARN --out FILE',
  },
  '--key-id of another key than the parameters': {
    command: `${importThem} --key-id mrk-other`,
    code: 2,
    error: '--key-id is mrk-other, but the parameters are for ARN',
    hint: help('import'),
  },
});
