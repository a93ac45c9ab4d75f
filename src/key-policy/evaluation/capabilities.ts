import { isCircumstance } from './circumstances';
import { type Need } from './condition';
import { evaluate } from './evaluate';
import { EVERYTHING } from './judge';
import { conditions, identities, isAccount, isOrphan, keyArnIn, principals } from './reading';
import { accountOf, type Request } from './request';
import { type PolicyDocument, type Statement } from '../statement';

/** Something that one can do with a key. */
export interface Capability {
  readonly name: string;
  readonly action: string;
  readonly context: Request['context'];
}

/** Somebody who may be able to do something: a caller, or a caller who stands for all that the policy does not name. */
export interface Caller {
  readonly name: string;
  readonly principal: string;
}

/** By this policy alone, only if an identity policy allows it too, only if the needs are met, or not at all. */
export interface Answer {
  readonly verdict: 'yes' | 'if IAM allows' | 'depends' | 'no';
  readonly needs: readonly Need[];
}

/** What is dangerous in the hands of anybody. */
export const DANGERS: readonly Capability[] = [
  { name: 'decrypt without a service', action: 'kms:Decrypt', context: {} },
  { name: 'create grants for anybody', action: 'kms:CreateGrant', context: { 'kms:GrantIsForAWSResource': 'false' } },
  { name: 'put the policy', action: 'kms:PutKeyPolicy', context: {} },
  {
    name: 'import material',
    action: 'kms:ImportKeyMaterial',
    context: { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
  },
  {
    name: 'import material that expires',
    action: 'kms:ImportKeyMaterial',
    context: { 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES' },
  },
  { name: 'rotate to other material', action: 'kms:RotateKeyOnDemand', context: {} },
  { name: 'delete material', action: 'kms:DeleteImportedKeyMaterial', context: {} },
  {
    name: 'schedule deletion',
    action: 'kms:ScheduleKeyDeletion',
    context: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
  },
  { name: 'disable', action: 'kms:DisableKey', context: {} },
];

/** Every way to the key that the policy speaks of: a service, and the queue or table of its encryption context. */
export function waysOf({ Statement: statements }: PolicyDocument): ReadonlyArray<Request['context']> {
  const ways = [statements].flat().flatMap(waysThrough);
  return [...new Map(ways.map(way => [JSON.stringify(Object.entries(way).sort()), way])).values()];
}

/** Everybody the policy names, be it in a condition, the root user, and whoever else is in the account. */
export function callersOf({ Statement: statements }: PolicyDocument, account: string): readonly Caller[] {
  const all = [statements].flat();
  const pinned = all
    .flatMap(statement => conditions(statement))
    .filter(({ key, operator }) => key.toLowerCase() === 'aws:principalarn' && !operator.includes('Not'))
    .flatMap(({ values }) => values.filter(value => !/[*?$]/.test(value)));
  const foreign = all
    .flatMap(statement => principals(statement).filter(isAccount))
    .map(name => accountOf(name) ?? name)
    .filter(other => other !== account);
  const named = [...all.flatMap(identities), ...pinned].filter(name => !isOrphan(name) && !name.endsWith(':root'));
  return [
    ...[...new Set(named)].map(principal => ({ name: principal, principal })),
    ...unique(all.flatMap(statement => principals(statement, 'Service'))).map(name => ({ name, principal: name })),
    { name: `root user of account ${account}`, principal: `arn:aws:iam::${account}:root` },
    ...unique([account, ...foreign]).map(other => ({
      name: `any other role or user of account ${other}`,
      principal: `arn:aws:iam::${other}:role/not-named-in-the-policy`,
    })),
  ];
}

/** Whether somebody can do something, as far as this policy says. The caller's circumstances are open. */
export function answer(
  document: PolicyDocument,
  { principal }: Caller,
  capability: Capability,
  account: string,
): Answer {
  const { action, context } = capability;
  const resource = keyArnIn([document.Statement].flat(), { account });
  const request = { principal, action, context, resource, isOpen: (key: string) => isCircumstance(key, principal) };
  const alone = evaluate({ identity: [], resource: document }, request);
  if (alone.verdict === 'allowed') return { verdict: 'yes', needs: [] };
  const withIam = evaluate({ identity: [EVERYTHING], resource: document }, request);
  if (alone.verdict === 'depends' && withIam.verdict !== 'allowed') return { verdict: 'depends', needs: alone.needs };
  if (withIam.verdict === 'denied') return { verdict: 'no', needs: [] };
  return { verdict: 'if IAM allows', needs: withIam.needs };
}

/** What a statement asks for of service and encryption context, one set for each queue it lists. */
function waysThrough(statement: Statement): ReadonlyArray<Record<string, string>> {
  if (statement.Effect !== 'Allow') return [];
  const wanted = conditions(statement).filter(
    ({ key, operator }) =>
      /^kms:(ViaService$|EncryptionContext:)/i.test(key) && /^(String|Arn)(Equals|Like)$/.test(operator),
  );
  const each = (sets: Array<Record<string, string>>, { key, values }: (typeof wanted)[number]) =>
    sets.flatMap(set => values.map(value => ({ ...set, [key]: value })));
  return wanted.reduce(each, [{}]).filter(set => Object.keys(set).length > 0);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
