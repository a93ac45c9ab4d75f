import type { RotationsListEntry } from '@aws-sdk/client-kms';
import { listAliases } from '../../ceremony/delete-material';
import { describeKey, type Key } from '../../ceremony/describe-key';
import { MAX_ON_DEMAND_ROTATIONS } from '../../ceremony/limits';
import { countRotations, listMaterials } from '../../ceremony/list-materials';
import { foreignGrants, type KeyGrant, renderGrant } from '../../key-policy/grants';
import { printable } from '../../key-policy/printable';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { withClients } from '../clients';
import { readKeyGrants } from '../policy/key-grants';
import type { Verb } from '../verb';

/** `key status` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key status --key-id KEY [options]

Shows a key: its state, its materials and when they expire, its replicas, the rotations left, and the grants that let
somebody in past its policy.

Options:
  --key-id KEY               Id, ARN or alias.
  --json                     Print it as JSON.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table key status --key-id alias/orders`,

  options: { ...AWS_OPTIONS, 'key-id': { type: 'string' }, json: { type: 'boolean' } },

  run: async context => {
    const { terminal, values } = context;
    const keyId = values.required('key-id');
    return withClients(context, keyId, async clients => {
      const key = await describeKey(clients.kms(), keyId);
      const aliases = await listAliases(clients.kms(), key.Arn);
      const materials = await listMaterials(clients.kms(), key.Arn).catch((error: Error) => {
        terminal.warning(`the materials cannot be listed: ${error.name}`);
        return [];
      });
      const grants = await readKeyGrants(clients.kms(), key.Arn);
      const foreign = grants && foreignGrants(grants, key.Arn);
      const used = countRotations(materials);
      if (values.flag('json')) {
        const rotationsLeft = MAX_ON_DEMAND_ROTATIONS - used;
        terminal.json({ key, aliases, materials, rotationsUsed: used, rotationsLeft, foreignGrants: foreign ?? null });
      } else {
        terminal.result(render(key, aliases, materials, foreign));
      }
      return 0;
    });
  },
};

function render(
  key: Key,
  aliases: readonly string[],
  materials: readonly RotationsListEntry[],
  foreign: readonly KeyGrant[] | undefined,
): string {
  const { MultiRegionKeyType: type, ReplicaKeys: replicas = [] } = key.MultiRegionConfiguration ?? {};
  const facts: [string, string][] = [
    ['key', key.Arn],
    ['aliases', aliases.join(', ') || 'none'],
    ['state', `${key.KeyState}`],
    ['origin', `${key.Origin}`],
    ['expires', key.ValidTo?.toISOString() ?? (key.ExpirationModel ? 'never' : 'no key material')],
    [
      'Region',
      type
        ? `multi-Region ${type.toLowerCase()}; replicas: ${replicas.map(({ Region }) => Region).join(', ') || 'none'}`
        : 'single-Region',
    ],
    ['grants', foreign === undefined ? 'not read: the caller may not list them' : renderForeign(foreign)],
    ['rotations', `${countRotations(materials)} of ${MAX_ON_DEMAND_ROTATIONS} used`],
  ];
  const lines = materials.map(
    material =>
      `  ${material.KeyMaterialId}  ${material.KeyMaterialState}  ${material.ImportState}  ${material.ValidTo?.toISOString() ?? 'never expires'}`,
  );
  return `${facts.map(([name, value]) => `${name.padEnd(10)} ${value}`).join('\n')}\nmaterials  ${lines.length}${lines.map(line => `\n${line}`).join('')}`;
}

/** DynamoDB's own grants, one a table, let nobody in past the policy. */
function renderForeign(grants: readonly KeyGrant[]): string {
  return grants.length === 0
    ? "none but DynamoDB's"
    : `past the policy: ${grants.map(grant => printable(renderGrant(grant))).join(', ')}`;
}
