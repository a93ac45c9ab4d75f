import { MATERIAL_BYTES } from './limits';
import { RSA_BLOCK_BYTES } from './rsa-block-bytes';

export interface Accident {
  readonly found: string;
  readonly hint?: string;
}

const MIN_DISTINCT_BYTES = 12;
const AES_BYTES: Record<number, string | undefined> = { 16: 'AES-128', 24: 'AES-192' };

/**
 * Recognises what is given by mistake in place of key material. It looks at bytes only: a string that was made of
 * material could never be zeroed.
 */
export function recogniseAccident(bytes: Uint8Array, source: string): Accident | undefined {
  if (bytes.length === 0) return { found: 'nothing: it is empty' };
  if (startsWith(bytes, '-----BEGIN')) {
    return { found: 'a PEM file', hint: 'key material is 32 raw bytes, not a certificate or an RSA key' };
  }
  return recogniseText(bytes, source) ?? recogniseLength(bytes, source) ?? recogniseWeakness(bytes);
}

/** Hex or base64 in place of the bytes, in the forms that tools print. */
function recogniseText(bytes: Uint8Array, source: string): Accident | undefined {
  const file = fileIn(source);
  const breaks = count(bytes, isLineBreak);
  const prefix = startsWith(bytes, '0x') ? 2 : 0;
  const digits = bytes.length - breaks - prefix;
  const hex = count(bytes, isHex) === digits + (prefix ? 1 : 0);
  if (hex && digits === 64) {
    const form = prefix ? ' that begins with 0x' : breaks > 1 ? ' in several lines' : '';
    const decode = prefix ? `sed s/^0x// ${file} | xxd -r -p` : `xxd -r -p ${file}`;
    return { found: `64 characters of hex text${form}`, hint: `decode it: ${decode} | … --material -` };
  }
  if (hex && digits === 32 && bytes.length !== MATERIAL_BYTES + 1) {
    return { found: '32 characters of hex text, which are 16 bytes', hint: 'make 32 raw bytes with: openssl rand 32' };
  }
  const padding = count(bytes, byte => byte === '='.charCodeAt(0));
  const letters = bytes.length - breaks - padding;
  if (letters !== 43 || padding > 1) return undefined;
  if (count(bytes, isBase64) === letters) {
    return { found: '44 characters of base64 text', hint: `decode it: base64 -d ${file} | … --material -` };
  }
  if (count(bytes, isBase64Url) !== letters) return undefined;
  return {
    found: '43 characters of base64url text',
    hint: `decode it: tr -- -_ +/ < ${file} | base64 -d | … --material -`,
  };
}

function recogniseLength(bytes: Uint8Array, source: string): Accident | undefined {
  const { length } = bytes;
  const size = length === 1 ? '1 byte' : `${length} bytes`;
  const tail = length - MATERIAL_BYTES;
  if ((tail === 1 || tail === 2) && count(bytes.subarray(MATERIAL_BYTES), isLineBreak) === tail) {
    return {
      found: `${size}: 32 and a line break`,
      hint: `cut it off: head -c 32 ${fileIn(source)} | … --material -`,
    };
  }
  if (RSA_BLOCK_BYTES.includes(length)) {
    return {
      found: `${size}, the length of material that is already wrapped`,
      hint: 'import it with: encrypted-queue-to-table key import --wrapped FILE …',
    };
  }
  if (AES_BYTES[length]) {
    return {
      found: `${size}, the length of an ${AES_BYTES[length]} key`,
      hint: 'KMS takes AES-256 only: openssl rand 32',
    };
  }
  return length === MATERIAL_BYTES ? undefined : { found: size };
}

/** What no random source would ever give: the chance of each is below one in 2^40. */
function recogniseWeakness(bytes: Uint8Array): Accident | undefined {
  const random = { hint: 'take it from a random source: openssl rand 32' };
  if (bytes.every(byte => byte === bytes[0])) return { found: '32 bytes that are all the same', ...random };
  if (bytes.every(byte => isPrintable(byte) || isLineBreak(byte) || byte === 9)) {
    return { found: '32 characters of text', ...random };
  }
  if (bytes.every((byte, index) => index === 0 || byte === ((bytes[index - 1] ?? 0) + 1) % 256)) {
    return { found: '32 bytes that count up', ...random };
  }
  const different = new Set(bytes).size;
  if (different < MIN_DISTINCT_BYTES) return { found: `32 bytes with only ${different} different values`, ...random };
  return undefined;
}

/** The file as it was typed, for a command to paste. */
function fileIn(source: string): string {
  return /^'(.+)'$/.exec(source)?.[1] ?? 'FILE';
}

function count(bytes: Uint8Array, matches: (byte: number) => boolean): number {
  let found = 0;
  for (const byte of bytes) if (matches(byte)) found++;
  return found;
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, index) => bytes[index] === letter.charCodeAt(0));
}

const isBetween = (byte: number, from: string, to: string): boolean =>
  byte >= from.charCodeAt(0) && byte <= to.charCodeAt(0);
const isLineBreak = (byte: number): boolean => byte === 10 || byte === 13;
const isPrintable = (byte: number): boolean => isBetween(byte, ' ', '~');
const isDigit = (byte: number): boolean => isBetween(byte, '0', '9');
const isLetter = (byte: number): boolean => isBetween(byte, 'a', 'z') || isBetween(byte, 'A', 'Z');
const isHex = (byte: number): boolean => isDigit(byte) || isBetween(byte, 'a', 'f') || isBetween(byte, 'A', 'F');
const isBase64 = (byte: number): boolean => isDigit(byte) || isLetter(byte) || byte === 43 || byte === 47;
const isBase64Url = (byte: number): boolean => isDigit(byte) || isLetter(byte) || byte === 45 || byte === 95;
