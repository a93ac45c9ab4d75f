import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { cli, help, refuseEach, wrap } from './wrong-input';
import type * as quick from '../../ceremony/quick-scrypt';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

const PEM = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;
const GOOD = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: PEM.publicKeyEncoding,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const escrow = (content: string | Buffer) => () => cli.write('e.pem', content);
const sealTo = (name: string) => `${wrap} --generate --escrow-key @${name} --escrow-out @e.bin`;
const CEREMONY = 'ceremony --generate --yes --record @record.json';

const pem = (key: KeyObject | string) => String(key);

/** A key that must not be taken for that of an escrow, nor for a public key to wrap under. */
const KEYS: [string, string | Buffer, string][] = [
  ['a private key', GOOD.privateKey, 'holds a private key: it must not be here; give the public key'],
  [
    'a private key in DER',
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'der' }),
    'holds a private key: it must not be here; give the public key',
  ],
  [
    'a private key with a passphrase',
    generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: PEM.publicKeyEncoding,
      privateKeyEncoding: { ...PEM.privateKeyEncoding, cipher: 'aes-256-cbc', passphrase: 'x' },
    }).privateKey,
    'holds a private key: it must not be here; give the public key',
  ],
  [
    'RSA of 1024 bits',
    pem(generateKeyPairSync('rsa', { modulusLength: 1024, ...PEM }).publicKey),
    'is RSA of 1024 bits; at least 2048 are needed',
  ],
  [
    'RSA with the exponent 3',
    pem(generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3, ...PEM }).publicKey),
    'is RSA with the public exponent 3; only 65537 is taken',
  ],
  [
    'an elliptic curve key',
    pem(generateKeyPairSync('ec', { namedCurve: 'P-256', ...PEM }).publicKey),
    'is a key of type ec; only RSA wraps',
  ],
  ['an Ed25519 key', pem(generateKeyPairSync('ed25519', PEM).publicKey), 'is a key of type ed25519; only RSA wraps'],
  ['an SSH key', 'ssh-ed25519 AAAAC3Nza ada', 'must hold an RSA public key of at least 2048 bits, in PEM or DER'],
  ['nothing', '', 'must hold an RSA public key of at least 2048 bits, in PEM or DER'],
];

refuseEach({
  ...Object.fromEntries(
    KEYS.map(([name, content, error]) => [
      `${name} for an escrow`,
      {
        arrange: escrow(content),
        command: sealTo('e.pem'),
        code: 1 as const,
        error: `the escrow key 'e.pem' ${error}`,
      },
    ]),
  ),
  ...Object.fromEntries(
    KEYS.slice(0, 7).map(([name, content, error]) => [
      `${name} to wrap under`,
      {
        arrange: escrow(content),
        command: 'wrap --public-key @e.pem --raw --material @material.bin --out @out.bin',
        code: 1 as const,
        error: `the public key 'e.pem' ${error}`,
      },
    ]),
  ),
  'one escrow twice': {
    arrange: escrow(GOOD.publicKey),
    command: `${sealTo('e.pem')} --escrow-key @e.pem --escrow-out @f.bin`,
    code: 2,
    error: /^two --escrow-key are the same key, sha256:[0-9a-f]{64}$/,
    hint: help('wrap'),
  },
  'two copies in one file': {
    arrange: escrow(GOOD.publicKey),
    command: `${sealTo('e.pem')} --keep-plaintext @e.bin`,
    code: 2,
    error: "'e.bin' is to be written twice",
    hint: 'name a file for each',
  },
  'a copy in the place of the record': {
    arrange: escrow(GOOD.publicKey),
    command: `${CEREMONY} --escrow-key @e.pem --escrow-out @record.json`,
    code: 2,
    error: "'record.json' is to be written twice",
    hint: 'name a file for each',
  },
  'a copy in the place of its source': {
    command: 'ceremony --material @material.bin --keep-plaintext @material.bin --yes --record @record.json',
    code: 2,
    error: "'material.bin' is to be written twice",
    hint: 'name a file for each',
  },
  'a copy in a folder that is not there': {
    arrange: escrow(GOOD.publicKey),
    command: `${CEREMONY} --escrow-key @e.pem --escrow-out @nowhere/e.bin`,
    code: 1,
    error: "the folder 'nowhere' does not exist",
  },
  'a copy without its key': {
    command: `${CEREMONY} --escrow-out @e.bin`,
    code: 2,
    error: 'each --escrow-key needs its --escrow-out, got 0 and 1',
    hint: help('ceremony'),
  },
  'a copy and none': {
    command: `${CEREMONY} --no-copy --keep-plaintext @p.bin`,
    code: 2,
    error: '--no-copy excludes --escrow-key and --keep-plaintext',
    hint: help('ceremony'),
  },
  'an operator without a name': {
    command: `${CEREMONY} --no-copy --operator ' '`,
    code: 2,
    error: "--operator must be a name, got ''",
    hint: help('ceremony'),
  },
  'a witness who is the operator in other letters': {
    command: `${CEREMONY} --no-copy --operator 'Ada' --witness ' ADA '`,
    code: 2,
    error: "operator and witness must be two people, got 'ADA' twice",
    hint: help('ceremony'),
  },
  'a date that does not exist': {
    command: `${CEREMONY} --no-copy --expires 2027-02-30`,
    code: 2,
    error: "expiry must be a date that exists, got '2027-02-30'",
    hint: help('ceremony'),
  },
  'an expiry that is empty': {
    command: `${CEREMONY} --no-copy --expires=`,
    code: 2,
    error: "expiry must be 'never', days such as 90d or a date such as 2027-01-31T00:00:00Z, got ''",
    hint: help('ceremony'),
  },
});
