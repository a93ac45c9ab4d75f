import { evaluate } from './evaluate';
import { allowed, conditions, identities, isAccount, principals } from './reading';
import { accountOf, type Request } from './request';
import { type PolicyDocument, type Statement } from '../statement';

/** Something that one can do with a key. */
export interface Duty {
  readonly name: string;
  readonly action: string;
  readonly context: Request['context'];
}

/** By this policy alone, only if an identity policy allows it too, or not at all. */
export type Answer = 'yes' | 'if IAM allows' | 'no';

const MFA = { 'aws:MultiFactorAuthPresent': 'true' };

/** What a reviewer wants to know of anybody. A second factor counts as given. */
const DUTIES: readonly Duty[] = [
  { name: 'decrypt without a service', action: 'kms:Decrypt', context: {} },
  { name: 'create grants for anybody', action: 'kms:CreateGrant', context: { 'kms:GrantIsForAWSResource': 'false' } },
  { name: 'put the policy', action: 'kms:PutKeyPolicy', context: MFA },
  {
    name: 'import material',
    action: 'kms:ImportKeyMaterial',
    context: { ...MFA, 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
  },
  {
    name: 'import material that expires',
    action: 'kms:ImportKeyMaterial',
    context: { ...MFA, 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES' },
  },
  { name: 'rotate to other material', action: 'kms:RotateKeyOnDemand', context: MFA },
  { name: 'delete material', action: 'kms:DeleteImportedKeyMaterial', context: MFA },
  {
    name: 'schedule deletion',
    action: 'kms:ScheduleKeyDeletion',
    context: { ...MFA, 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
  },
  { name: 'disable', action: 'kms:DisableKey', context: MFA },
];

/**
 * Everything to ask: what any key has, and decryption under each set of circumstances that the policy itself speaks of.
 */
export function dutiesOf({ Statement: statements }: PolicyDocument): readonly Duty[] {
  const through = [statements]
    .flat()
    .filter(statement => allowed(statement, ['kms:Decrypt']))
    .flatMap(circumstances);
  const byName = new Map(through.map(context => [nameOf(context), context]));
  return [...[...byName].map(([name, context]): Duty => ({ name, action: 'kms:Decrypt', context })), ...DUTIES];
}

/** Everybody the policy names, be it in a condition, and somebody it does not. */
export function callersOf({ Statement: statements }: PolicyDocument): readonly string[] {
  const all = [statements].flat();
  const accounts = all
    .flatMap(statement => principals(statement).filter(isAccount))
    .map(name => accountOf(name) ?? name);
  const account = accounts[0] ?? all.flatMap(identities).map(accountOf).find(Boolean);
  return [
    ...new Set([
      ...all.flatMap(identities),
      ...all
        .flatMap(statement => conditions(statement))
        .filter(({ key }) => key.toLowerCase() === 'aws:principalarn')
        .flatMap(({ values }) => values),
      ...all.flatMap(statement => principals(statement, 'Service')),
      ...(account === undefined ? [] : [`arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:user/anybody-else`]),
    ]),
  ];
}

/** Whether somebody can do something, as far as this policy says. */
export function answer(document: PolicyDocument, principal: string, { action, context }: Duty): Answer {
  const request = { principal, action, context, resource: `arn:aws:kms::${accountOf(principal) ?? ''}:key/` };
  if (evaluate({ identity: [], resource: document }, request).verdict === 'allowed') return 'yes';
  return evaluate({ identity: [EVERYTHING], resource: document }, request).verdict === 'allowed'
    ? 'if IAM allows'
    : 'no';
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** What a statement asks for of service and encryption context, one set for each queue it lists. */
function circumstances(statement: Statement): Array<Record<string, string>> {
  const wanted = conditions(statement).filter(({ key }) => /^kms:(ViaService$|EncryptionContext:)/i.test(key));
  const each = (sets: Array<Record<string, string>>, { key, values }: (typeof wanted)[number]) =>
    sets.flatMap(set => values.map(value => ({ ...set, [key]: value })));
  return wanted.reduce(each, [{}]).filter(set => Object.keys(set).length > 0);
}

function nameOf(context: Record<string, string>): string {
  const service = context['kms:ViaService'] ?? 'any service';
  const of = Object.entries(context)
    .filter(([key]) => key !== 'kms:ViaService')
    .map(([key, value]) => `${key.split(':').at(-1)} ${value}`);
  return [`decrypt through ${service}`, ...of].join(', ');
}
