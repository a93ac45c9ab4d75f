import type { SQSRecord } from 'aws-lambda';

/**
 * Whether messages come from a FIFO queue. A message of a standard queue may name a group too, for fairness, and is not
 * ordered by it.
 */
export function isFifo({ eventSourceARN }: SQSRecord): boolean {
  return eventSourceARN?.endsWith('.fifo') === true;
}

/** The group that a message of a FIFO queue belongs to. */
export function groupOf({ attributes }: SQSRecord): string {
  return attributes?.MessageGroupId ?? '';
}
