import { isHarmless } from './harmless';
import { findPolicyDeviations } from './policy-deviations';
import type { Declaration } from '../final/declaration';

/** One thing about a resource that the construct did not make so. */
export interface Deviation {
  /** Where it is, such as `KmsMasterKeyId`, or `Replicas.0.SSESpecification`. */
  readonly path: string;
  /** What is wrong, as the end of a sentence that says that it must … */
  readonly problem: string;
}

/** What was done to a resource after the construct had made it, but for what does no harm. */
export function findDeviations(made: Declaration, now: Declaration): Deviation[] {
  const metadata = Object.keys(made.Metadata ?? {}).filter(name => !name.startsWith('aws:'));
  return [
    ...compare('', made.Properties ?? {}, now.Properties ?? {}),
    ...metadata.flatMap(name => compare(`Metadata.${name}`, made.Metadata?.[name], now.Metadata?.[name])),
    ...ATTRIBUTES.flatMap(name => compare(name, made[name], now[name])),
  ].filter(({ got, made: was, path }) => !isHarmless(made.Type, path, was, got));
}

/** What a resource has beside its properties. */
const ATTRIBUTES = ['Type', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'CreationPolicy', 'UpdatePolicy'];

interface Difference extends Deviation {
  readonly made: unknown;
  readonly got: unknown;
}

function compare(path: string, made: unknown, got: unknown): Difference[] {
  if (JSON.stringify(made) === JSON.stringify(got)) return [];
  if (/(^|\.)\w*PolicyDocument$/.test(path) && isObject(made)) {
    return findPolicyDeviations(made, got).map(({ name, problem }) => ({
      path: `${path}.${name}`,
      problem,
      made,
      got,
    }));
  }
  const isDeeper = isObject(made) && isObject(got) && !isIntrinsic(made) && !isIntrinsic(got);
  const isList = Array.isArray(made) && Array.isArray(got);
  if (isDeeper && (!isList || made.length === got.length)) {
    const names = [...new Set([...Object.keys(made), ...Object.keys(got)])];
    return names.flatMap(name => compare(path === '' ? name : `${path}.${name}`, made[name], got[name]));
  }
  const rule = made === undefined ? 'be absent' : `be ${shown(made)}, as the construct made it`;
  return [{ path, problem: `${rule}, got ${got === undefined ? 'nothing' : shown(got)}`, made, got }];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isIntrinsic = (value: object): boolean => /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '');

/** A value as an error shows it: on one line, and no longer than that. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const LONGEST = 120;
