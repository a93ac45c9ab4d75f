import { CeremonyError } from './ceremony-error';
import { MATERIAL_BYTES } from './limits';
import { recogniseAccident } from './recognise-accident';

/**
 * Throws unless these are 32 bytes that could be an AES-256 key. A recognised accident gets its own words; none of
 * them, nor any error, ever holds a byte of the material.
 */
export function requireMaterial(bytes: Uint8Array, source: string): void {
  const accident = recogniseAccident(bytes, source);
  if (!accident) return;
  throw new CeremonyError(
    `${source} must hold ${MATERIAL_BYTES} bytes of key material, got ${accident.found}`,
    accident.hint,
  );
}
