import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { isDone, type Settled } from './batch/outcome';

/** Renders the answer to Lambda: a message is reported as failed unless every outcome recorded for it is a success. */
export function renderResponse(records: readonly SQSRecord[], settled: readonly Settled[]): SQSBatchResponse {
  const failed = new Set(records.map(({ messageId }) => messageId));
  for (const { record, outcome } of settled) if (isDone(outcome)) failed.delete(record.messageId);
  for (const { record, outcome } of settled) if (!isDone(outcome)) failed.add(record.messageId);
  return { batchItemFailures: Array.from(failed, itemIdentifier => ({ itemIdentifier })) };
}
