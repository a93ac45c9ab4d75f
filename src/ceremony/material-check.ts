import { CeremonyError } from './ceremony-error';
import { MATERIAL_BYTES } from './limits';

const TOOL = 'encrypted-queue-to-table';
const MIN_DISTINCT_BYTES = 12;
const RSA_BLOCK_BYTES = [256, 384, 512];
const AES_BYTES: Record<number, string | undefined> = { 16: 'AES-128', 24: 'AES-192' };

/**
 * Throws unless these are 32 bytes that could be an AES-256 key. A recognised accident gets its own words; none of
 * them, nor any error, ever holds a byte of the material.
 */
export function validateMaterial(bytes: Buffer, source: string): void {
  const accident = recogniseAccident(bytes);
  if (!accident) return;
  throw new CeremonyError(
    `${source} must hold ${MATERIAL_BYTES} bytes of key material, got ${accident.found}`,
    accident.hint,
  );
}

interface Accident {
  readonly found: string;
  readonly hint?: string;
}

function recogniseAccident(bytes: Buffer): Accident | undefined {
  const text = bytes.toString('latin1');
  const trimmed = text.replace(/\r?\n$/, '');
  const size = bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`;
  if (bytes.length === 0) return { found: 'nothing: it is empty' };
  if (text.startsWith('-----BEGIN')) {
    return { found: 'a PEM file', hint: 'key material is 32 raw bytes, not a certificate or an RSA key' };
  }
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) {
    return { found: '64 characters of hex text', hint: `xxd -r -p FILE | ${TOOL} key wrap --material - …` };
  }
  if (/^[0-9a-fA-F]{32}$/.test(trimmed)) {
    return { found: '32 characters of hex text, which are 16 bytes', hint: 'make 32 raw bytes with: openssl rand 32' };
  }
  if (/^[A-Za-z0-9+/]{43}=$/.test(trimmed)) {
    return { found: '44 characters of base64 text', hint: `base64 -d FILE | ${TOOL} key wrap --material - …` };
  }
  if (bytes.length === MATERIAL_BYTES + 1 && text.endsWith('\n')) {
    return { found: '33 bytes: 32 and a line break', hint: `head -c 32 FILE | ${TOOL} key wrap --material - …` };
  }
  if (RSA_BLOCK_BYTES.includes(bytes.length)) {
    return {
      found: `${size}, the length of material that is already wrapped`,
      hint: `import it with: ${TOOL} key import --wrapped FILE …`,
    };
  }
  if (AES_BYTES[bytes.length]) {
    return {
      found: `${size}, the length of an ${AES_BYTES[bytes.length]} key`,
      hint: 'KMS takes AES-256 only: openssl rand 32',
    };
  }
  if (bytes.length !== MATERIAL_BYTES) return { found: size };
  return recogniseWeakness(bytes, text);
}

/** What no random source would ever give: the chance of each is below one in 2^40. */
function recogniseWeakness(bytes: Buffer, text: string): Accident | undefined {
  const random = { hint: 'take it from a random source: openssl rand 32' };
  if (bytes.every(byte => byte === bytes[0])) return { found: '32 bytes that are all the same', ...random };
  if (/^[\x20-\x7e\r\n\t]+$/.test(text)) return { found: '32 characters of text', ...random };
  if (bytes.every((byte, index) => index === 0 || byte === ((bytes[index - 1] ?? 0) + 1) % 256)) {
    return { found: '32 bytes that count up', ...random };
  }
  if (new Set(bytes).size < MIN_DISTINCT_BYTES) {
    return { found: `32 bytes with only ${new Set(bytes).size} different values`, ...random };
  }
  return undefined;
}
