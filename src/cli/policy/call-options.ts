import { parseArn } from '../../arn';
import { isService } from '../../key-policy/evaluation/request';
import type { Context } from '../../key-policy/evaluation/request';
import { KMS_ACTIONS } from '../../key-policy/kms-actions';
import { nearest } from '../../key-policy/nearest';
import { UsageError } from '../cli-error';
import type { VerbContext } from '../verb';

export const CONTEXT_HELP = `\
  --context KEY=VALUE        A condition key of the call, such as aws:MultiFactorAuthPresent=true; may be repeated.
  --without KEY              A condition key that the call does not have; may be repeated.`;

/** Reads who calls: an ARN of IAM or STS, or a service. */
export function readPrincipal({ values }: VerbContext): string {
  const principal = values.required('principal');
  const service = parseArn(principal)?.service ?? '';
  if ((['iam', 'sts'].includes(service) && parseArn(principal)?.account) || isService(principal)) return principal;
  throw new UsageError(
    `--principal must be the ARN of a role, user, session or root user, or a service such as sns.amazonaws.com, got '${principal}'`,
  );
}

/** Reads an action of KMS, and spells it as KMS does. */
export function readAction({ values }: VerbContext): string {
  const action = values.required('action');
  const known = KMS_ACTIONS.find(name => name.toLowerCase() === action.toLowerCase());
  if (known !== undefined) return known;
  if (!/^kms:/i.test(action)) {
    throw new UsageError(`--action must be one of KMS, as a key policy decides on nothing else, got '${action}'`);
  }
  const meant = nearest(action, KMS_ACTIONS);
  throw new UsageError(`--action '${action}' is not an action of KMS`, meant && `did you mean ${meant}?`);
}

/** Reads the condition keys that the command line gives; one that is repeated has several values. */
export function readContext({ values }: VerbContext): Context {
  const context: Record<string, string | string[]> = {};
  for (const pair of values.list('context')) {
    const [key, value] = [pair.slice(0, Math.max(0, pair.indexOf('='))), pair.slice(pair.indexOf('=') + 1)];
    if (!isKey(key)) {
      throw new UsageError(`--context must be KEY=VALUE, such as aws:SourceIp=203.0.113.7, got '${pair}'`);
    }
    const before = context[key];
    context[key] = before === undefined ? value : [before, value].flat();
  }
  return context;
}

/** Reads the condition keys that the command line says are absent, in lower case. */
export function readWithout({ values }: VerbContext): readonly string[] {
  return values.list('without').map(key => {
    if (!isKey(key)) throw new UsageError(`--without must be a condition key, such as aws:SourceIp, got '${key}'`);
    return key.toLowerCase();
  });
}

function isKey(text: string): boolean {
  return /^[A-Za-z0-9-]+:[^\s=]+$/.test(text);
}
