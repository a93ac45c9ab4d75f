import { got } from './got';
import type { Problems } from './value-checks';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';

/** Those who use the data, or take copies of it. */
export const USERS = [
  'consumerRoleArns',
  'producerRoleArns',
  'readerRoleArns',
  'redriverRoleArns',
  'restoreRoleArns',
  'backupRoleArns',
  'exporterRoleArns',
] as const;

/** Those who decide over the key, its material or the table, each with what it would mean to use the data, too. */
export const DECIDERS = {
  adminRoleArns: 'who decides over the key',
  custodianRoleArns: 'who brings the material of the key',
  destroyerRoleArns: 'who can end the key',
  tableCreatorRoleArns: 'who changes the table and its policy',
} as const;

/** Roles that use the data and decide over nothing: one stolen session would do both. */
export function checkExclusive(
  user: (typeof USERS)[number],
  decider: keyof typeof DECIDERS,
  props: EncryptedQueueToTableProps,
): Problems {
  if (props.allowAdminsToUseKey) return [];
  return (props[user] ?? []).flatMap((value, index) =>
    props[decider]?.includes(value)
      ? [
          `'${user}[${index}]' must not be one of '${decider}', ${DECIDERS[decider]}, got ${got(value)}; use another role, or say so with 'allowAdminsToUseKey'`,
        ]
      : [],
  );
}
