import { broken, type LinkCheck, good, warning } from './check';

const deploy = ({ stackName }: { readonly stackName: string }): string => `npx cdk deploy ${stackName} --force`;

/** The checks of a message's way: queue, table, writer, and what lies in the dead-letter queue. */
export const WAY_CHECKS: readonly LinkCheck[] = [
  {
    name: 'queues',
    after: ['stack'],
    look: async account => {
      const keyArn = await account.keyArn();
      const [queue, deadLetters] = [await account.queue(), await account.deadLetters()];
      const off = [queue, deadLetters].filter(({ KmsMasterKeyId }) => KmsMasterKeyId !== keyArn);
      return off.length === 0
        ? good('both queues are on the key')
        : broken(`${off.map(({ QueueArn }) => QueueArn).join(' and ')} is not on the key`, deploy(account));
    },
  },
  {
    name: 'table',
    after: ['stack', 'key', 'key policy', 'grants'],
    look: async account => {
      const { SSEDescription, TableArn, TableStatus } = await account.table();
      const since = SSEDescription?.InaccessibleEncryptionDateTime;
      if (since !== undefined || TableStatus === 'INACCESSIBLE_ENCRYPTION_CREDENTIALS') {
        const until =
          since === undefined ? '' : `; DynamoDB archives it on ${new Date(since.getTime() + WEEK).toISOString()}`;
        return broken(`the table can't use its key${until}`, `aws dynamodb describe-table --table-name ${TableArn}`);
      }
      if (TableStatus !== 'ACTIVE') return broken(`the table is ${TableStatus}`, deploy(account));
      return SSEDescription?.KMSMasterKeyArn === (await account.keyArn())
        ? good('the table is active and on the key')
        : broken(`the table is on ${SSEDescription?.KMSMasterKeyArn ?? 'a key of DynamoDB'}`, deploy(account));
    },
  },
  {
    name: 'writer',
    after: ['stack'],
    look: async account => {
      const { LastUpdateStatus, State, StateReason } = await account.writer();
      const isReady = (State ?? 'Active') === 'Active' && (LastUpdateStatus ?? 'Successful') === 'Successful';
      return isReady ? good('the writer is active') : broken(`the writer is ${State}: ${StateReason}`, deploy(account));
    },
  },
  {
    name: 'mapping',
    after: ['stack', 'writer'],
    look: async account => {
      const { FunctionResponseTypes = [], State, UUID } = await account.mapping();
      if (State !== 'Enabled') {
        const fix = `aws lambda update-event-source-mapping --uuid ${UUID} --enabled`;
        return broken(`Lambda does not poll the queue: the mapping is ${State}`, fix);
      }
      return FunctionResponseTypes.includes('ReportBatchItemFailures')
        ? good('Lambda polls the queue')
        : broken('one refused message fails its whole batch: the mapping takes no partial responses', deploy(account));
    },
  },
  {
    name: 'dead letters',
    after: ['stack', 'key', 'expiry', 'key policy', 'grants', 'queues', 'table', 'writer', 'mapping'],
    look: async account => {
      const { ApproximateNumberOfMessages: count = '0' } = await account.deadLetters();
      return count === '0'
        ? good('there are no dead letters')
        : broken(`there are ${count} dead letters`, `npx encrypted-queue-to-table dlq list ${account.stackName}`);
    },
  },
  {
    name: 'alarms',
    after: ['stack', 'key', 'expiry', 'key policy', 'grants', 'queues', 'table', 'writer', 'mapping', 'dead letters'],
    look: async account => {
      const alarms = await account.alarms();
      if (alarms.length === 0) return warning("nothing is watched: the construct has no 'alarmTopic'");
      const named = (state: string) => alarms.filter(({ StateValue }) => StateValue === state);
      const ringing = named('ALARM').map(({ AlarmName }) => AlarmName);
      const mute = alarms.filter(({ ActionsEnabled }) => ActionsEnabled === false).map(({ AlarmName }) => AlarmName);
      if (mute.length > 0) {
        const fix = `aws cloudwatch enable-alarm-actions --alarm-names ${mute.join(' ')}`;
        return broken(`${mute.length} alarms call nobody: ${mute.join(', ')}`, fix);
      }
      return ringing.length > 0
        ? warning(`in alarm: ${ringing.join(', ')}`)
        : good(`none of the ${alarms.length} alarms is in alarm`);
    },
  },
];

const WEEK = 7 * 86_400_000;
