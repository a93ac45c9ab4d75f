import crypto from 'node:crypto';
import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { KeyMaterial, withMaterial } from '../../src/ceremony/key-material';
import { requireMaterial } from '../../src/ceremony/require-material';

const { randomBytes } = crypto;

test('every 32 bytes of a random source are key material', () => {
  for (let turn = 0; turn < 10_000; turn++) requireMaterial(randomBytes(32), 'the source');
});

test('no other length is, whatever the bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 600 }).filter(({ length }) => length !== 32),
      bytes => {
        expect(() => requireMaterial(Buffer.from(bytes), 'the source')).toThrow(
          /^the source must hold 32 bytes of key material, got /,
        );
      },
    ),
  );
});

test('no message about material holds any of it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8, maxLength: 80 }), text => {
      const bytes = Buffer.from(text);
      try {
        requireMaterial(bytes, 'X');
      } catch (error) {
        const { message, hint = '' } = error as Error & { hint?: string };
        expect(`${message} ${hint}`).not.toContain(text);
      }
    }),
  );
});

test('material shows nowhere it could be printed', () => {
  const bytes = randomBytes(32);
  const material = KeyMaterial.of(bytes, 'a test');

  const shown = [
    String(material),
    JSON.stringify({ material }),
    inspect(material, { depth: 9, showHidden: true }),
    inspect({ material }),
  ].join();

  expect(shown).toContain('[key material]');
  for (const form of ['hex', 'base64', 'latin1'] as const) expect(shown).not.toContain(bytes.toString(form));
  expect(Object.keys(material)).toEqual([]);
});

test('wiping zeroes the bytes themselves, and then they are gone', () => {
  const bytes = randomBytes(32);
  const material = KeyMaterial.of(bytes, 'a test');

  material.wipe();

  expect(bytes).toEqual(Buffer.alloc(32));
  expect(() => material.bytes).toThrow('the key material has been wiped from memory');
  expect(() => material.wipe()).not.toThrow();
});

test('bytes that are refused are zeroed too', () => {
  const bytes = randomBytes(31);

  expect(() => KeyMaterial.of(bytes, 'a test')).toThrow('a test must hold 32 bytes of key material, got 31 bytes');

  expect(bytes).toEqual(Buffer.alloc(31));
});

test('work that fails leaves no material behind', async () => {
  const bytes = randomBytes(32);

  await expect(
    withMaterial(KeyMaterial.of(bytes, 'a test'), () => {
      throw new Error('half-way');
    }),
  ).rejects.toThrow('half-way');

  expect(bytes).toEqual(Buffer.alloc(32));
});

test('generated material is new each time', () => {
  const made = new Set(Array.from({ length: 100 }, () => KeyMaterial.generate().bytes.toString('hex')));

  expect(made.size).toBe(100);
});

test('a second random source is mixed in by exclusive or', () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  jest.spyOn(crypto, 'randomBytes').mockImplementationOnce(() => Buffer.from(first));

  const { bytes } = KeyMaterial.generate(second);

  // eslint-disable-next-line no-bitwise
  expect([...bytes]).toEqual(Array.from(first, (byte, index) => byte ^ second[index]!));
});
