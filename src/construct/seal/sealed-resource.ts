import type { CfnResource } from 'aws-cdk-lib';
import type { Declaration } from '../final/declaration';

/** A resource of the construct, as it was made. */
export interface SealedResource {
  /** How the user names it in `acceptedDeviations`, such as `Queue/Policy`. */
  readonly part: string;
  readonly resource: CfnResource;
  readonly made: () => Declaration;
}

/** A deviation by the name with which a user accepts it. */
export interface NamedDeviation {
  readonly name: string;
  readonly problem: string;
}

/** What is wrong, with the way out: nothing for what is accepted. */
export function renderProblems(found: readonly NamedDeviation[], accepted: ReadonlySet<string>): string[] {
  return found
    .filter(({ name }) => !accepted.has(name))
    .map(({ name, problem }) => `${problem}; undo that, or accept it with acceptedDeviations: ['${name}']`);
}

/** Names that accept nothing: such a name may be mistyped, or hide the next deviation. */
export function findUnused(accepted: Iterable<string>, found: readonly NamedDeviation[]): string[] {
  const names = new Set(found.map(({ name }) => name));
  return [...accepted]
    .filter(name => !names.has(name))
    .map(name => `'acceptedDeviations' must name what deviates, got "${name}", which does not`);
}
