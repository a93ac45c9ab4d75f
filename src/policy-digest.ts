import { createHash } from 'node:crypto';

/** Recomputes the digest of a policy in `policy.json` with jq and sha256sum. */
export const POLICY_DIGEST_COMMAND =
  `jq -cSj 'walk(if type == "array" then (if all(type == "string") then sort else . end) ` +
  `| if length == 1 then .[0] else . end else . end)' policy.json | sha256sum`;

/**
 * The digest of a policy document, the same for all ways in which KMS and others write it: names in order, lists of
 * texts in order, one value without a list, no white space.
 */
export function policyDigest(document: unknown): string {
  return `sha256:${createHash('sha256')
    .update(JSON.stringify(inOrder(document)))
    .digest('hex')}`;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const inner = value.map(inOrder);
    const sorted = inner.every(one => typeof one === 'string') ? inner.sort() : inner;
    return sorted.length === 1 ? sorted[0] : sorted;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [name, inOrder(inner)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
