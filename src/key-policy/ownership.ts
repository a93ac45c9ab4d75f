import { type Statement } from './statement';

/** Who decides over the key. These statements stay when the construct is removed from a key it had replaced. */
const ADMINISTRATION = [
  'AdminsManage',
  'AdminsPutPolicy',
  'BreakGlass',
  'CustodiansWrap',
  'CustodiansRead',
  'CustodiansImport',
  'DestroyersStop',
  'DestroyersScheduleDeletion',
  'DestroyersImportExpiring',
  'DestroyersRotate',
  'DestroyersRevokeGrants',
  'AuditorsRead',
];

/** Who uses the key. */
const USE = [
  'TableCreatorsDescribe',
  'TableCreatorsThroughDynamoDb',
  'TableCreatorsGrant',
  'RestorersDescribe',
  'RestorersThroughDynamoDb',
  'RestorersGrant',
  'BackupsDescribe',
  'BackupsThroughDynamoDb',
  'WriterThroughSqs',
  'WriterThroughDynamoDb',
  'ProducersThroughSqs',
  'ServiceProducer',
  'ReadersThroughDynamoDb',
  'RedriversThroughSqs',
  'GranteesSendThroughSqs',
  'GranteesReadThroughDynamoDb',
  'GranteesRedriveThroughSqs',
  'Additional',
];

/** What lets the key policy manager in: by its role's name in the policy, or before that role exists. */
export const MANAGER = 'PolicyManager';
export const ADMISSION = 'PolicyManagerAdmission';

/**
 * Every statement name that any version has used, so that one construct recognises another's. Never remove one.
 */
const NAMES: ReadonlySet<string> = new Set([...ADMINISTRATION, ...USE, MANAGER, ADMISSION]);

/** Whether a statement belongs to the construct with this prefix. */
export function isOurs({ Sid }: Pick<Statement, 'Sid'>, sidPrefix: string): boolean {
  return Sid?.startsWith(`${sidPrefix} `) ?? false;
}

/** The prefix of the construct that a statement belongs to; nothing where this package did not make it. */
export function constructOf({ Sid }: Statement): string | undefined {
  const [, prefix, name] = /^(\S+) ([A-Za-z]+?)\d*$/.exec(Sid ?? '') ?? [];
  return NAMES.has(name ?? '') ? prefix : undefined;
}

/** Whether a statement of ours says who decides over the key, and not who uses it. */
export function isAdministration({ Sid }: Statement): boolean {
  return ADMINISTRATION.includes(nameIn(Sid));
}

/** Whether a statement of ours lets the key policy manager put the policy. The manager leaves with its stack. */
export function isPolicyManager({ Sid }: Statement): boolean {
  return [MANAGER, ADMISSION].includes(nameIn(Sid));
}

function nameIn(sid: string | undefined): string {
  return sid?.split(' ').at(-1) ?? '';
}
