import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  /** Shares the pairs with every process that keeps them in the same folder. */
  public static keepIn(folder: string): void {
    this.folder = folder;
  }

  private static readonly made = new Map<string, Promise<WrappingKeyPair>>();
  private static folder?: string;

  private turn = 0;

  public async next(spec: WrappingKeySpec): Promise<WrappingKeyPair> {
    const slot = `${spec}-${this.turn++ % PAIRS_A_SPEC}`;
    const { made, folder } = WrappingKeys;
    const pair =
      made.get(slot) ?? (folder === undefined ? makePair(spec) : keptPair(spec, join(folder, `${slot}.pem`)));
    made.set(slot, pair);
    return pair;
  }
}

const makePair = async (spec: WrappingKeySpec): Promise<WrappingKeyPair> =>
  promisify(generateKeyPair)('rsa', { modulusLength: WRAPPING_KEY_SPECS[spec] });

/** The pair in a file, or a new one that is in the file from then on. */
async function keptPair(spec: WrappingKeySpec, file: string): Promise<WrappingKeyPair> {
  const kept = await readFile(file).catch(() => undefined);
  if (kept !== undefined) return { privateKey: createPrivateKey(kept), publicKey: createPublicKey(kept) };
  const pair = await makePair(spec);
  const whole = `${file}.${process.pid}`; // others see all of it or nothing
  await writeFile(whole, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  await rename(whole, file);
  return pair;
}
