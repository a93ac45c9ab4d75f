import { UsageError } from '../cli-error';
import type { VerbContext } from '../verb';

/** The stack that the command line names; throws a usage error when it names none. */
export function requireStackName({ positionals: [stackName = ''] }: Pick<VerbContext, 'positionals'>): string {
  if (stackName === '') throw new UsageError('missing STACK, the name of the stack that holds the construct');
  return stackName;
}
