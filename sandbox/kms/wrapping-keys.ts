import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

export interface WrappingKeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export const WRAPPING_KEY_SPECS = { RSA_2048: 2048, RSA_3072: 3072, RSA_4096: 4096 } as const;
export type WrappingKeySpec = keyof typeof WRAPPING_KEY_SPECS;

const PAIRS_A_SPEC = 2;

/**
 * RSA key pairs to wrap key material with. KMS makes a fresh one for each request; making one of 4096 bits takes
 * seconds, so here two of each size take turns: two requests in a row never get the same, and a public key never fits
 * the other's token.
 */
export class WrappingKeys {
  private static readonly made = new Map<string, Promise<WrappingKeyPair>>();

  private turn = 0;

  public async next(spec: WrappingKeySpec): Promise<WrappingKeyPair> {
    const slot = `${spec}/${this.turn++ % PAIRS_A_SPEC}`;
    const pair =
      WrappingKeys.made.get(slot) ?? promisify(generateKeyPair)('rsa', { modulusLength: WRAPPING_KEY_SPECS[spec] });
    WrappingKeys.made.set(slot, pair);
    return pair;
  }
}
