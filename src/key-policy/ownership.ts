import { type Statement } from './statement';

/**
 * The names our statements have had in any version: what one construct wrote, another one has to know for what it is.
 */
const NAMES = new Set([
  'AdminsManage',
  'AdminsPutPolicy',
  'PolicyManager',
  'BreakGlass',
  'CustodiansWrap',
  'CustodiansRead',
  'CustodiansImport',
  'DestroyersStop',
  'DestroyersScheduleDeletion',
  'DestroyersImportExpiring',
  'DestroyersRotate',
  'AuditorsRead',
  'TableCreatorsDescribe',
  'TableCreatorsThroughDynamoDb',
  'TableCreatorsGrant',
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
]);

/** Those that keep somebody in charge of the key. */
const KEEPERS = new Set(['AdminsManage', 'AdminsPutPolicy', 'BreakGlass']);

/** Whether a statement belongs to the construct with this prefix. */
export function isOurs({ Sid }: Statement, sidPrefix: string): boolean {
  return Sid?.startsWith(`${sidPrefix} `) ?? false;
}

/** The prefix of the construct a statement belongs to; nothing where it was not made by this package. */
export function constructOf({ Sid }: Statement): string | undefined {
  const [, prefix, name] = /^(\S+) ([A-Za-z]+?)\d*$/.exec(Sid ?? '') ?? [];
  return NAMES.has(name ?? '') ? prefix : undefined;
}

/** Whether a statement of ours keeps somebody in charge of the key. */
export function isKeeper({ Sid }: Statement): boolean {
  return KEEPERS.has(Sid?.split(' ').at(-1) ?? '');
}

/** Whether a statement of ours lets the custom resource put the policy: somebody who leaves with the stack. */
export function isPolicyManager({ Sid }: Statement): boolean {
  return Sid?.endsWith(' PolicyManager') ?? false;
}
