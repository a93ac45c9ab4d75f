import { Token } from 'aws-cdk-lib';
import { FIFO_BATCH_SIZE, UNWINDOWED_BATCH_SIZE } from './limits';
import { checkNumber, type Problems } from './value-checks';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { outagePatienceOf, retentionPeriodOf } from '../settings';

/** A dead letter's clock starts when the message was first sent, so it must run no shorter than the queue's. */
export function checkRetention(props: EncryptedQueueToTableProps): Problems {
  const { deadLetterRetentionPeriod } = props;
  const retentionPeriod = retentionPeriodOf(props);
  if (!deadLetterRetentionPeriod || deadLetterRetentionPeriod.isUnresolved() || retentionPeriod.isUnresolved()) {
    return [];
  }
  const [queue, deadLetters] = [retentionPeriod.toSeconds(), deadLetterRetentionPeriod.toSeconds()];
  return deadLetters >= queue
    ? []
    : [
        `'deadLetterRetentionPeriod' must be no less than the 'retentionPeriod' of ${queue} seconds, since its clock starts when a message is first sent, got ${deadLetters}`,
      ];
}

/** A message must reach the dead-letter queue before SQS deletes it, else an outage loses it without a trace. */
export function checkPatience(props: EncryptedQueueToTableProps): Problems {
  const { outagePatience } = props;
  const retentionPeriod = retentionPeriodOf(props);
  if (!outagePatience || retentionPeriod.isUnresolved()) return [];
  const { longestWait } = outagePatienceOf(props);
  const retention = retentionPeriod.toSeconds();
  return retention >= longestWait
    ? []
    : [
        `'retentionPeriod' must be at least ${longestWait} seconds for an 'outagePatience' of ${outagePatience.toSeconds()} seconds, so that a message reaches the dead-letter queue before SQS deletes it, got ${retention}`,
      ];
}

/** What Lambda asks of a batch and its window together. */
export function checkBatching({ batchSize, maxBatchingWindow, fifo }: EncryptedQueueToTableProps): Problems {
  const window = maxBatchingWindow?.toSeconds() ?? 0;
  if (fifo) {
    return [
      ...checkNumber('batchSize', batchSize, FIFO_BATCH_SIZE),
      ...(window > 0 ? [`'maxBatchingWindow' must be left out for a FIFO queue, got ${window}`] : []),
    ];
  }
  return batchSize !== undefined && !Token.isUnresolved(batchSize) && batchSize > UNWINDOWED_BATCH_SIZE && window < 1
    ? [
        `'maxBatchingWindow' must be 1 to 300 seconds for a 'batchSize' over ${UNWINDOWED_BATCH_SIZE} messages, got ${window}`,
      ]
    : [];
}
