import { accountOf, isRoot, isService, type Request, roleOf } from './request';
import { type Lookup } from './variables';

/** What is known of a call: what the question says, and what IAM adds to every request of its own accord. */
export interface Facts {
  /** The values of a condition key. */
  readonly actual: (key: string) => readonly string[] | 'absent' | 'open';
  readonly isOpen: (key: string) => boolean;
  /** Whether a key of the call has a list of values, be it of one or of none. */
  readonly isList: (key: string) => boolean;
  /** The value that a policy variable takes. */
  readonly lookup: Lookup;
  /** Whether the policy that is judged is of the version that has variables. */
  readonly variables: boolean;
}

/**
 * Reads the facts of a call. A key that the question gives wins over one that follows from the caller.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function readFacts(request: Request): Omit<Facts, 'variables'> {
  const given = new Map(Object.entries({ ...implied(request), ...lowerCase(request.context) }));
  const isList = (key: string) => typeof given.get(key.toLowerCase()) === 'object';
  const isOpen = (key: string) => !given.has(key.toLowerCase()) && (request.isOpen?.(key.toLowerCase()) ?? false);
  const actual = (key: string) => {
    const values = given.get(key.toLowerCase());
    return values !== undefined ? [values].flat() : isOpen(key) ? 'open' : 'absent';
  };
  const lookup: Lookup = key => {
    const values = actual(key);
    if (typeof values === 'string') return values;
    return isList(key) ? 'absent' : { value: values[0]! };
  };
  return { actual, isOpen, isList, lookup };
}

function implied({ principal, context, isOpen }: Request): Record<string, string> {
  if (isService(principal)) {
    return {
      'aws:principalisawsservice': 'true',
      'aws:principalservicename': principal,
      'aws:viaawsservice': 'false',
    };
  }
  const account = accountOf(principal) ?? '';
  const via = Object.keys(context).find(key => key.toLowerCase() === 'kms:viaservice');
  return {
    'aws:principalarn': roleOf(principal),
    'aws:principalaccount': account,
    'kms:calleraccount': account,
    'aws:principalisawsservice': 'false',
    ...typeOf(principal),
    ...(via !== undefined || !isOpen?.('kms:viaservice') ? { 'aws:viaawsservice': String(via !== undefined) } : {}),
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
function typeOf(principal: string): Record<string, string> {
  if (isRoot(principal)) return { 'aws:principaltype': 'Account' };
  const [kind, ...path] = (principal.split(':')[5] ?? '').split('/');
  if (kind === 'user') return { 'aws:principaltype': 'User', 'aws:username': path.at(-1) ?? '' };
  return kind === 'role' || kind === 'assumed-role' ? { 'aws:principaltype': 'AssumedRole' } : {};
}

function lowerCase(context: Request['context']): Request['context'] {
  return Object.fromEntries(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
}
