import type { RotationsListEntry } from '@aws-sdk/client-kms';
import { MAX_ON_DEMAND_ROTATIONS } from '../../ceremony/limits';
import { countRotations, listMaterials } from '../../ceremony/list-materials';
import { foreignGrants, type KeyGrant, renderGrant } from '../../key-policy/grants';
import { printable } from '../../key-policy/printable';
import { grantOf } from '../../key-policy-manager/kms-key';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { withClients } from '../clients';
import { type KeyFacts, readKeyFacts } from '../policy/key-facts';
import { notRead, unlessDenied } from '../unless-denied';
import type { Verb } from '../verb';

/** `key status` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key status --key-id KEY [options]

Shows a key: its state, its materials and when they expire, its replicas, the rotations left, and the grants that let
somebody in past its policy. What the caller may not read is named, with the right that it needs.

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
      const facts = await readKeyFacts(clients.kms(), keyId);
      const materials = await unlessDenied(listMaterials(clients.kms(), facts.keyArn)).catch((error: Error) => {
        terminal.warning(`the materials cannot be listed: ${error.name}`);
        return [];
      });
      const foreign = facts.grants && foreignGrants(facts.grants.map(grantOf), facts.keyArn);
      if (values.flag('json')) terminal.json(asJson(facts, materials, foreign));
      else terminal.result(render(facts, materials, foreign));
      return 0;
    });
  },
};

type Materials = readonly RotationsListEntry[] | undefined;
type Grants = readonly KeyGrant[] | undefined;

/** What was not read is null. */
function asJson({ aliases, key }: KeyFacts, materials: Materials, foreign: Grants): object {
  const used = materials ? countRotations(materials) : null;
  return {
    key: key ?? null,
    aliases: aliases ?? null,
    materials: materials ?? null,
    rotationsUsed: used,
    rotationsLeft: used === null ? null : MAX_ON_DEMAND_ROTATIONS - used,
    foreignGrants: foreign ?? null,
  };
}

function render({ aliases, key, keyArn }: KeyFacts, materials: Materials, foreign: Grants): string {
  const unlisted = notRead('kms:ListKeyRotations');
  const facts: [string, string][] = [
    ['key', keyArn],
    ['aliases', aliases === undefined ? notRead('kms:ListAliases') : aliases.join(', ') || 'none'],
    ...describe(key),
    ['grants', foreign === undefined ? notRead('kms:ListGrants') : renderForeign(foreign)],
    ['rotations', materials ? `${countRotations(materials)} of ${MAX_ON_DEMAND_ROTATIONS} used` : unlisted],
    ['materials', materials ? `${materials.length}` : unlisted],
  ];
  const lines = (materials ?? []).map(
    ({ ImportState, KeyMaterialId, KeyMaterialState, ValidTo }) =>
      `  ${KeyMaterialId}  ${KeyMaterialState}  ${ImportState}  ${ValidTo?.toISOString() ?? 'never expires'}`,
  );
  return [...facts.map(([name, value]) => `${name.padEnd(10)} ${value}`), ...lines].join('\n');
}

function describe(key: KeyFacts['key']): [string, string][] {
  if (key === undefined) return [['state', notRead('kms:DescribeKey')]];
  const { MultiRegionKeyType: type, ReplicaKeys: replicas = [] } = key.MultiRegionConfiguration ?? {};
  return [
    ['state', `${key.KeyState}`],
    ['origin', `${key.Origin}`],
    ['expires', key.ValidTo?.toISOString() ?? (key.ExpirationModel ? 'never' : 'no key material')],
    [
      'Region',
      type
        ? `multi-Region ${type.toLowerCase()}; replicas: ${replicas.map(({ Region }) => Region).join(', ') || 'none'}`
        : 'single-Region',
    ],
  ];
}

/** DynamoDB's own grants, one a table, let nobody in past the policy. */
function renderForeign(grants: readonly KeyGrant[]): string {
  return grants.length === 0
    ? "none but DynamoDB's"
    : `past the policy: ${grants.map(grant => printable(renderGrant(grant))).join(', ')}`;
}
