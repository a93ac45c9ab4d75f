import { createHash } from 'node:crypto';
import type { Resource } from './resource-type';

/** The name CloudFormation would make up for a resource that the template does not name. */
export function madeUpName({ stack, logicalId }: Resource, longest = 64): string {
  const suffix = createHash('sha256').update(`${stack.id} ${logicalId}`).digest('hex').slice(0, 12).toUpperCase();
  return `${stack.name}-${logicalId}`.slice(0, longest - suffix.length - 1) + `-${suffix}`;
}
