import { createHash } from 'node:crypto';
import { type PolicyDocument } from '../key-policy/statement';

/**
 * A line of the log: names and counts. It holds a whole policy only where a deployment takes statements of others out,
 * as that policy is nowhere else then.
 */
export type Report = (event: string, details: Readonly<Record<string, unknown>>) => void;

/** The SHA-256 of a policy as the log has it. */
export function digestOfReplaced(document: PolicyDocument): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('hex');
}
