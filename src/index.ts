export { type AlarmOptions } from './construct/alarm-options';
export { type CopyOptions } from './construct/copy-options';
export { EncryptedQueueToTable } from './construct/encrypted-queue-to-table';
export { EncryptedQueueToTableBase } from './construct/encrypted-queue-to-table-base';
export { type EncryptedQueueToTableNames } from './construct/encrypted-queue-to-table-names';
export { type EncryptedQueueToTableProps } from './construct/encrypted-queue-to-table-props';
export { type IEncryptedQueueToTable } from './construct/i-encrypted-queue-to-table';
export { ItemKey } from './construct/item-key';
export { type KeyOptions } from './construct/key-options';
export { KeyAdministratorGroup, type KeyAdministratorGroupProps } from './construct/key-administrator-group';
export { KeyAdministratorRole, type KeyAdministratorRoleProps } from './construct/key-administrator-role';
export { KeyPolicy } from './construct/key-policy';
export {
  KeyPolicyManagement,
  type KeyPolicyManagementOptions,
  type KeyPolicyMergeOptions,
  type KeyPolicyReplaceOptions,
} from './construct/key-policy-management';
export { MessageBody } from './construct/message-body';
export { type OperationsOptions } from './construct/operations-options';
export { type QueueOptions } from './construct/queue-options';
export { type TableOptions } from './construct/table-options';
export { WriteMode } from './construct/write-mode';
export { type WriterOptions } from './construct/writer-options';
