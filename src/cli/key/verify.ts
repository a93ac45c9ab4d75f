import { type Check, verifyKey } from '../../ceremony/verify-key';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import { withClients } from '../clients';
import type { Terminal } from '../terminal';
import type { Verb } from '../verb';

const DEFAULT_MIN_DAYS = 30;

/** `key verify` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key verify --key-id KEY [options]

Checks that data can be kept under a key with imported material: origin, state, expiry, every material present,
and GenerateDataKey followed by Decrypt under an encryption context. Exits 3 if any answer is not yes.

Options:
  --key-id KEY               Id, ARN or alias.
  --min-days DAYS            Days the material must still live, if it expires. [default: ${DEFAULT_MIN_DAYS}]
  --key-material-id ID       The id its current material must have, from the record of the ceremony.
  --no-round-trip            Do not use the key. Under a policy that lets services only use it, nobody can from here.
  --json                     Print the answers as JSON.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key verify --key-id alias/orders`,

  options: {
    ...AWS_OPTIONS,
    'key-id': { type: 'string' },
    'min-days': { type: 'string' },
    'key-material-id': { type: 'string' },
    'no-round-trip': { type: 'boolean' },
    json: { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values, now } = context;
    const keyId = values.required('key-id');
    const minDays = Number(values.text('min-days') ?? DEFAULT_MIN_DAYS);
    if (!Number.isInteger(minDays) || minDays < 0 || minDays > 365) {
      throw new UsageError(`--min-days must be 0 to 365 days, got '${values.text('min-days')}'`);
    }
    const options = {
      now: now(),
      minDays,
      roundTrip: !values.flag('no-round-trip'),
      keyMaterialId: values.text('key-material-id'),
    };
    return withClients(context, keyId, async clients => {
      const { key, checks } = await verifyKey(clients.kms(), keyId, options);
      const verified = checks.every(({ verdict }) => verdict === 'yes');
      if (values.flag('json')) {
        terminal.json({ keyArn: key.Arn, verified, checks });
      } else {
        terminal.result(`${key.Arn}\n${renderChecks(checks)}`);
      }
      if (!verified) complain(terminal, checks);
      return verified ? 0 : 3;
    });
  },
};

/** The checks as a table. */
export function renderChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, verdict, detail }) => `  ${name.padEnd(width)}  ${verdict.padEnd(7)}  ${detail}`)
    .join('\n');
}

function complain(terminal: Terminal, checks: readonly Check[]): void {
  const named = (verdict: Check['verdict']) =>
    checks
      .filter(check => check.verdict === verdict)
      .map(({ name }) => name)
      .join(', ');
  if (named('no')) terminal.error(`the key does not pass: ${named('no')}`);
  if (named('unknown')) {
    terminal.error(`could not be checked: ${named('unknown')}`);
    if (named('unknown').includes('round trip')) {
      terminal.hint('run it as a user of the key, or leave the use of the key out: --no-round-trip');
    }
  }
}
