export { EncryptedQueueToTable } from './encrypted-queue-to-table';
export { type EncryptedQueueToTableProps } from './encrypted-queue-to-table-props';
export { KeyPolicy } from './key-policy/key-policy';
