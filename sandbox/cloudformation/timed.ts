import type { DeployerCloud } from './clients';
import type { Resource } from './resource-type';

/** Does something to a resource, and tells who watches how long it took. */
export async function timed<T>(
  status: 'CREATE' | 'UPDATE' | 'DELETE' | 'RETAIN',
  { type, logicalId }: Resource,
  cloud: DeployerCloud,
  step: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const result = await step();
  cloud.progress?.({ status, type, logicalId, milliseconds: performance.now() - started });
  return result;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
