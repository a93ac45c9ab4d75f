export { EncryptedQueueToTable } from './encrypted-queue-to-table';
export { type EncryptedQueueToTableProps } from './encrypted-queue-to-table-props';
export { ItemKey } from './item-key';
export { KeyPolicy } from './key-policy/key-policy';
export { KeyPolicyManagement, type KeyPolicyManagementOptions } from './key-policy-management';
export { MessageBody } from './message-body';
export { WriteMode } from './write-mode';
