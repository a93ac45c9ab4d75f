import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { type PolicyDocument } from '../key-policy/statement';

/**
 * A custom resource may answer with 4,096 bytes in all: this is left for the policy once ids and names have taken their
 * share.
 */
const MAX_CHARACTERS = 3_000;

/**
 * Packs the policy a key had before `replace`, for CloudFormation to keep: as an attribute of one resource that is a
 * property of another, it comes back when that one is deleted, and nobody else can change or lose it.
 *
 * @throws if it is too large even so
 */
export function packPolicy(document: PolicyDocument): string {
  const packed = brotliCompressSync(JSON.stringify(document)).toString('base64');
  if (packed.length <= MAX_CHARACTERS) return packed;
  throw new Error(
    `the key's earlier policy takes ${packed.length} characters, compressed, of at most ${MAX_CHARACTERS} that CloudFormation can keep:` +
      ' merge instead, or render and apply it',
  );
}

/** The policy that was packed. */
export function unpackPolicy(packed: string): PolicyDocument {
  return JSON.parse(brotliDecompressSync(Buffer.from(packed, 'base64')).toString()) as PolicyDocument;
}
