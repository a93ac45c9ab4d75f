import { constants, createPublicKey, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import {
  modulusBits,
  parseWrappingKey,
  WRAPPING_ALGORITHMS,
  WRAPPING_KEY_SPECS,
  type WrappingAlgorithm,
  wrapMaterial,
} from '../../src/ceremony/wrap';

const SPECS = Object.entries(WRAPPING_KEY_SPECS);
const ALGORITHMS = Object.entries(WRAPPING_ALGORITHMS) as [WrappingAlgorithm, string][];

describe.each(SPECS)('%s', (_, modulusLength) => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const der = publicKey.export({ type: 'spki', format: 'der' });

  test.each(ALGORITHMS)('%s: what is wrapped unwraps to the same', (algorithm, oaepHash) => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes => {
        const wrapped = wrapMaterial(bytes, parseWrappingKey(der)!, algorithm);

        expect(wrapped).toHaveLength(modulusLength / 8);
        expect(
          privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, wrapped),
        ).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 10 },
    );
  });

  test('the public key is read from DER and from PEM', () => {
    expect(modulusBits(parseWrappingKey(der)!)).toBe(modulusLength);
    expect(
      parseWrappingKey(Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })))?.equals(
        createPublicKey(privateKey),
      ),
    ).toBe(true);
  });
});

test.each([
  ['noise', randomBytes(300)],
  ['nothing', Buffer.alloc(0)],
  [
    'an RSA key of 1024 bits',
    generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'der' }),
  ],
  [
    'an elliptic curve key',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }),
  ],
])('%s is no wrapping key', (_, content) => {
  expect(parseWrappingKey(content)).toBeUndefined();
});
