import type { Construct } from 'constructs';
import { got } from './got';
import { PropsError } from './props-error';
import type { Problems } from './value-checks';

/** What to check of each prop by itself. The compiler sees to it that none is forgotten. */
export type PropChecks<Props> = Readonly<Record<keyof Props, (prop: string, value: any) => Problems>>;

/**
 * Requires that nothing is wrong with any prop by itself.
 *
 * @throws InvalidProps with every problem at once
 */
export function requireProps<Props extends object>(
  scope: Construct,
  props: Props,
  checks: PropChecks<Required<Props>>,
): void {
  const problems = [...checkProps(scope.constructor.name, propsOf(props), checks).values()].flat();
  if (problems.length > 0) throw new PropsError(scope, problems);
}

/** The problems of each prop that has any; with them the props that nobody knows, of which TypeScript says nothing. */
export function checkProps<Props extends object>(
  owner: string,
  props: Props,
  checks: PropChecks<Required<Props>>,
): Map<string, Problems> {
  const known = Object.keys(checks) as (keyof Props & string)[];
  const unknown = Object.entries(props).filter(([prop, value]) => !Object.hasOwn(checks, prop) && value !== undefined);
  const problems: [string, Problems][] = [
    ...known.map((prop): [string, Problems] => [prop, checks[prop](prop, props[prop])]),
    ...unknown.map(([prop, value]): [string, Problems] => [
      prop,
      [`'${prop}' must be left out: ${owner} has no such prop, got ${got(value)}`],
    ]),
  ];
  return new Map(problems.filter(([, found]) => found.length > 0));
}

/** Props as an object, whatever JavaScript handed over. */
export function propsOf<Props extends object>(props: Props): Props {
  return typeof props === 'object' && props !== null ? props : ({} as Props);
}
