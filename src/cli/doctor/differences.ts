import { canonical } from '../../key-policy/same';
import { UNKNOWN } from '../deployed/fill-in';

/** A setting of a resource: as the template has it, and as it is. */
export interface Setting {
  readonly name: string;
  readonly rendered: unknown;
  readonly live: unknown;
}

/**
 * What is not as it was deployed, each as `VisibilityTimeout is 30, not 180`. What the template leaves out, or says in
 * a way that only CloudFormation can work out, is not compared.
 */
export function differences(settings: readonly Setting[]): string[] {
  return settings
    .filter(({ rendered }) => rendered !== undefined && !isUnknown(rendered))
    .filter(({ live, rendered }) => canonical(parsed(live)) !== canonical(rendered))
    .map(({ live, name, rendered }) => `${name} is ${short(live)}, not ${short(rendered)}`);
}

/** Settings of the same names in both. */
export function pairSettings(
  names: readonly string[],
  rendered: Readonly<Record<string, unknown>>,
  live: object,
): readonly Setting[] {
  const values = live as Readonly<Record<string, unknown>>;
  return names.map(name => ({ name, rendered: rendered[name], live: values[name] }));
}

/** Whether only CloudFormation knows a part of it. */
export function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(isUnknown);
}

/** Some services give objects as JSON text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const LONGEST = 120;

function short(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
