import { CeremonyError } from '../../ceremony/ceremony-error';
import { assessImpact, deleteMaterial, type Impact } from '../../ceremony/delete-material';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { CliError, UsageError } from '../cli-error';
import { withClients } from '../clients';
import type { Verb, VerbContext } from '../verb';

/** `key delete-material` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key delete-material --key-id KEY [options]

Takes the key material away, at once: there is no waiting period. Shows first what stops, and wants the id of
the key typed. Only the same material brings the key back; after 7 days DynamoDB archives tables it cannot read.

Options:
  --key-id KEY               Id, ARN or alias.
  --key-material-id ID       The material to delete. [default: the current one]
  --confirm KEY-ID           The id of the key, for scripts, in place of typing it.
  --dry-run                  Show what would stop, and delete nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key delete-material --key-id alias/orders --dry-run`,

  options: {
    ...AWS_OPTIONS,
    'key-id': { type: 'string' },
    'key-material-id': { type: 'string' },
    confirm: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },

  run: async context => {
    const { terminal, values } = context;
    const keyId = values.required('key-id');
    const materialId = values.text('key-material-id');
    if (materialId !== undefined && !/^[0-9a-f]{64}$/.test(materialId)) {
      throw new UsageError(`--key-material-id must be 64 hex digits, got '${materialId}'`);
    }
    requireTypist(context);
    return withClients(context, keyId, async clients => {
      const impact = await assessImpact(clients.kms(), keyId);
      const { key } = impact;
      if (key.Origin !== 'EXTERNAL') {
        throw new CeremonyError(`key ${key.KeyId} has origin ${key.Origin}; it has no imported key material`);
      }
      terminal.result(render(impact));
      if (values.flag('dry-run')) return 0;
      await requireTyped(key.KeyId, context);
      await deleteMaterial(clients.kms(), key.Arn, materialId);
      terminal.progress(`deleted the key material of ${key.Arn}`);
      terminal.hint(
        `bring the same material back with: encrypted-queue-to-table key parameters --key-id ${key.Arn} --out FILE, key wrap, key import`,
      );
      return 0;
    });
  },
};

function render({ key, aliases, tables, otherGrants, unseen }: Impact): string {
  const others = otherKeysOf(key);
  return [
    `without its key material ${key.Arn} (${aliases.join(', ') || 'no alias'}) neither encrypts nor decrypts:`,
    '  queues    messages under the key can neither be sent nor received; retention goes on, and what expires is lost',
    `  tables    ${tables.length > 0 ? `${tables.join(', ')}; no read, no write` : 'no table has a grant on the key'}`,
    '            after 7 days without the key DynamoDB archives a table: INACCESSIBLE_ENCRYPTION_CREDENTIALS, on-demand backup only',
    `  others    ${otherGrants === 1 ? '1 more grant' : `${otherGrants} more grants`} on the key`,
    ...(others.length > 0
      ? [
          `  not        ${others.join(', ')}: a key of its own in its Region. It keeps its material and still decrypts;`,
          '            delete its material too if this is to stop everything',
        ]
      : []),
    ...unseen.map(permission => `  not seen  the caller has no ${permission}`),
  ].join('\n');
}

/** The other keys of a multi-Region key: each has its own material, and its own state. */
function otherKeysOf({ Arn, MultiRegionConfiguration: configuration }: Impact['key']): string[] {
  const all = [configuration?.PrimaryKey, ...(configuration?.ReplicaKeys ?? [])];
  return all.flatMap(key => (key?.Arn !== undefined && key.Arn !== Arn ? key.Arn : []));
}

/** Throws when nobody could type the id of the key: said before anything is called. */
function requireTypist({ terminal, values }: VerbContext): void {
  if (values.text('confirm') !== undefined || values.flag('dry-run') || terminal.interactive) return;
  throw new UsageError(
    'deleting key material needs the id of the key, and there is no terminal to type it on',
    'add --confirm with the id of the key',
  );
}

async function requireTyped(keyId: string, { terminal, values }: VerbContext): Promise<void> {
  const said = values.text('confirm');
  const typed = said ?? (await terminal.ask(`type the id of the key to delete its material (${keyId}):`));
  if (typed !== keyId) throw new CliError('that is not the id of the key; nothing is deleted');
}
