import { randomBytes } from 'node:crypto';
import { cli, RANDOM_HINT, help, refuseEach, wrap } from './wrong-input';
import type * as quick from '../../ceremony/quick-scrypt';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

refuseEach({
  // the length and the form of the material
  'empty material': {
    command: `${wrap} --material -`,
    stdin: '',
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got nothing: it is empty',
  },
  'material of 31 bytes': {
    command: `${wrap} --material -`,
    stdin: randomBytes(31),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 31 bytes',
  },
  'material of 32 bytes and a line break': {
    command: `${wrap} --material -`,
    stdin: Buffer.concat([Buffer.alloc(32, 0xfa), Buffer.from('\n')]),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 33 bytes: 32 and a line break',
    hint: 'cut it off: head -c 32 FILE | … --material -',
  },
  'material in hex': {
    command: `${wrap} --material -`,
    stdin: `${randomBytes(32).toString('hex')}\n`,
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 64 characters of hex text',
    hint: 'decode it: xxd -r -p FILE | … --material -',
  },
  'material in base64': {
    command: `${wrap} --material -`,
    stdin: randomBytes(32).toString('base64'),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 44 characters of base64 text',
    hint: 'decode it: base64 -d FILE | … --material -',
  },
  'material in hex of two lines, as xxd -p prints it': {
    arrange: () =>
      cli.write(
        'hex.txt',
        randomBytes(32)
          .toString('hex')
          .replace(/(.{60})/, '$1\n') + '\n',
      ),
    command: `${wrap} --material @hex.txt`,
    code: 1,
    error: "'hex.txt' must hold 32 bytes of key material, got 64 characters of hex text in several lines",
    hint: 'decode it: xxd -r -p hex.txt | … --material -',
  },
  'material in hex after 0x': {
    arrange: () => cli.write('hex.txt', `0x${randomBytes(32).toString('hex')}`),
    command: `${wrap} --material @hex.txt`,
    code: 1,
    error: "'hex.txt' must hold 32 bytes of key material, got 64 characters of hex text that begins with 0x",
    hint: 'decode it: sed s/^0x// hex.txt | xxd -r -p | … --material -',
  },
  'material in base64url': {
    command: `${wrap} --material -`,
    stdin: Buffer.alloc(32, 0xfb).toString('base64url'),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 43 characters of base64url text',
    hint: 'decode it: tr -- -_ +/ < FILE | base64 -d | … --material -',
  },
  'material of 32 bytes and a line break of Windows': {
    command: `${wrap} --material -`,
    stdin: Buffer.concat([Buffer.alloc(32, 0xfa), Buffer.from('\r\n')]),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got 34 bytes: 32 and a line break',
    hint: 'cut it off: head -c 32 FILE | … --material -',
  },
  'more than anybody would give by mistake': {
    command: `${wrap} --material -`,
    stdin: Buffer.alloc(9000, 1),
    code: 1,
    error: 'standard input must hold 32 bytes of key material, got more than 8192 bytes',
  },
  'a file without an end': {
    command: `${wrap} --material /dev/zero`,
    code: 1,
    error: "'/dev/zero' must hold 32 bytes of key material, got more than 8192 bytes",
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
    error:
      'standard input must hold 32 bytes of key material, got 512 bytes, the length of material that is already wrapped',
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
  zeros: {
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
    command: `${wrap} --material @nowhere.bin`,
    code: 1,
    error: "cannot read key material from 'nowhere.bin': ENOENT",
  },
  'a directory for material': {
    command: `${wrap} --material @.`,
    code: 1,
    error: "cannot read key material from '.': EISDIR",
  },
  'no source of material': {
    command: wrap,
    code: 2,
    error: 'missing --material FILE or --generate',
    hint: help('wrap'),
  },
  'two sources of material': {
    command: `${wrap} --generate --material @material.bin`,
    code: 2,
    error: '--material and --generate exclude each other',
    hint: help('wrap'),
  },
  'generated material without a copy': {
    command: `${wrap} --generate`,
    code: 2,
    hint: help('wrap'),
    error: 'generated material needs a copy: --escrow-key FILE --escrow-out FILE, --keep-plaintext FILE or --no-copy',
  },
});
