import { DescribeContinuousBackupsCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { broken, good, type LinkCheck, warning } from './check';
import { differences } from './differences';
import { revertDrift, runbook } from './remedies';

const DAY = 86_400_000;

/** The checks of the table, without its policy. */
export const TABLE_CHECKS: readonly LinkCheck[] = [
  {
    name: 'table',
    looksAt: 'The table is active and on the key, DynamoDB can use the key for it, and so are its replicas.',
    why: 'Nothing can be stored or read. DynamoDB archives a table that it could not decrypt for seven days.',
    after: ['key state', 'grants'],
    look: async account => {
      const table = await account.table();
      if (table === undefined) {
        const what = 'restore it from a backup, or deploy it anew';
        return broken(`there is no table ${await account.idOf('table')}`, runbook('table-inaccessible', what));
      }
      const { Replicas = [], SSEDescription, TableStatus } = table;
      const since = SSEDescription?.InaccessibleEncryptionDateTime;
      if (since !== undefined || /INACCESSIBLE|ARCHIV/.test(TableStatus ?? '')) {
        return broken(
          `DynamoDB can't use the key for the table${since === undefined ? '' : clock(since, account.now)}`,
          runbook('table-inaccessible', 'give DynamoDB the key back'),
        );
      }
      const off = Replicas.filter(({ ReplicaStatus = 'ACTIVE' }) => ReplicaStatus !== 'ACTIVE');
      if (off.length > 0) {
        const says = off.map(({ RegionName, ReplicaStatus }) => `the replica in ${RegionName} is ${ReplicaStatus}`);
        const what = 'give DynamoDB the key back within 20 hours';
        return broken(says.join('; '), runbook('table-inaccessible', what));
      }
      if (TableStatus === 'UPDATING') return warning('the table is UPDATING: look again when it is done');
      if (TableStatus !== 'ACTIVE') return broken(`the table is ${TableStatus}`, runbook('table-inaccessible', 'wait'));
      const keyArn = await account.keyArn();
      return SSEDescription?.KMSMasterKeyArn === keyArn
        ? good('the table is active and on the key')
        : broken(
            `the table is on ${SSEDescription?.KMSMasterKeyArn ?? 'a key of DynamoDB'}`,
            await revertDrift(account),
          );
    },
  },
  {
    name: 'table safety',
    looksAt: 'Deletion protection, point-in-time recovery and time to live of the table are as deployed.',
    why: 'The table can be deleted, or not be restored, or items stay or go that should not.',
    after: ['stack'],
    look: async account => {
      const table = await account.table();
      if (table === undefined) return good('there is no table to look at');
      const TableName = await account.idOf('table');
      const { Replicas: [replica = {}] = [], TimeToLiveSpecification } = await account.rendered('table');
      const { ContinuousBackupsDescription: backups } = await account.ask(
        'dynamodb:DescribeContinuousBackups',
        new DescribeContinuousBackupsCommand({ TableName }),
      );
      const { TimeToLiveDescription: expiry } = await account.ask(
        'dynamodb:DescribeTimeToLive',
        new DescribeTimeToLiveCommand({ TableName }),
      );
      const recovery = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
      const off = differences([
        {
          name: 'deletion protection',
          rendered: (replica.DeletionProtectionEnabled as boolean | undefined) ?? false,
          live: table.DeletionProtectionEnabled ?? false,
        },
        {
          name: 'point-in-time recovery',
          rendered: (replica.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled as boolean) ?? false,
          live: recovery,
        },
        {
          name: 'time to live',
          rendered: TimeToLiveSpecification?.Enabled === true ? TimeToLiveSpecification.AttributeName : 'off',
          live: /^ENABL/.test(expiry?.TimeToLiveStatus ?? '') ? expiry?.AttributeName : 'off',
        },
      ]);
      return off.length === 0
        ? good('deletion protection, recovery and time to live are as deployed')
        : broken(`${off.join('; ')} as deployed`, await revertDrift(account));
    },
  },
];

/** When it began, and when it is too late. */
function clock(since: Date, now: Date): string {
  const end = new Date(since.getTime() + 7 * DAY);
  const hours = Math.floor((end.getTime() - now.getTime()) / 3_600_000);
  return ` since ${since.toISOString()}; it archives the table on ${end.toISOString()}, in ${Math.floor(hours / 24)} days and ${hours % 24} hours`;
}
