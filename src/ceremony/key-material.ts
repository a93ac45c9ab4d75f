import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { CeremonyError } from './ceremony-error';
import { MATERIAL_BYTES } from './limits';
import { requireMaterial } from './require-material';

const REDACTED = '[key material]';

/**
 * Plaintext key material in memory: shown by nothing that prints, logs or serialises, and zeroed when no longer needed.
 * Copies that OpenSSL makes while wrapping are out of reach; the process ends soon after.
 */
export class KeyMaterial {
  /** 32 bytes from the CSPRNG of Node, mixed by exclusive or with a second random source if one is given. */
  public static generate(mixWith?: Uint8Array): KeyMaterial {
    const bytes = randomBytes(MATERIAL_BYTES);
    mixWith?.forEach((byte, index) => {
      // eslint-disable-next-line no-bitwise
      bytes[index] = (bytes[index] ?? 0) ^ byte;
    });
    return KeyMaterial.of(bytes, 'the random source');
  }

  /** Owns these bytes from now on, and zeroes them if they cannot be key material. */
  public static of(bytes: Buffer, source: string): KeyMaterial {
    try {
      requireMaterial(bytes, source);
    } catch (error) {
      bytes.fill(0);
      throw error;
    }
    return new KeyMaterial(bytes);
  }

  #bytes: Buffer | undefined;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  public get bytes(): Buffer {
    if (!this.#bytes) throw new CeremonyError('the key material has been wiped from memory');
    return this.#bytes;
  }

  public wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  public toString(): string {
    return REDACTED;
  }

  public toJSON(): string {
    return REDACTED;
  }

  public [inspect.custom](): string {
    return REDACTED;
  }
}

/** Lends the material to a piece of work and zeroes it afterwards, whatever happens. */
export async function withMaterial<T>(
  material: KeyMaterial,
  work: (material: KeyMaterial) => Promise<T> | T,
): Promise<T> {
  try {
    return await work(material);
  } finally {
    material.wipe();
  }
}
