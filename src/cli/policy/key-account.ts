import { principals } from '../../key-policy/evaluation/reading';
import { accountOf } from '../../key-policy/evaluation/request';
import { UsageError } from '../cli-error';
import type { VerbContext } from '../verb';
import type { FoundPolicy } from './policy-source';

export const ACCOUNT_HELP = `\
  --account ID               Account of the key, 12 digits. [default: from SOURCE, or the one the policy names]`;

/** Stands for the account of a key where a policy names none at all. */
const NOBODYS_ACCOUNT = '000000000000';

/** The account of the key, which decides who is a stranger: what the command line says, or SOURCE, or the policy. */
export function keyAccountOf({ values }: VerbContext, { document, keyArn }: FoundPolicy): string {
  const said = values.text('account') ?? accountOf(values.text('key-id') ?? keyArn ?? '');
  if (said !== undefined) {
    if (!/^\d{12}$/.test(said)) throw new UsageError(`--account must be 12 digits, got '${said}'`);
    return said;
  }
  const named = [document.Statement].flat().flatMap(statement => principals(statement));
  const accounts = [
    ...new Set(named.flatMap(principal => (/^\d{12}$/.test(principal) ? principal : (accountOf(principal) ?? [])))),
  ];
  if (accounts.length > 1) {
    throw new UsageError(
      `the policy names the accounts ${accounts.join(', ')}: which is that of the key?`,
      `add --account ${accounts[0]}`,
    );
  }
  return accounts[0] ?? NOBODYS_ACCOUNT;
}
