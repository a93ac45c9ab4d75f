import type { SQSEvent, SQSRecord } from 'aws-lambda';

/**
 * Thrown when the function is invoked with something that is not a batch of messages: nothing was taken off a queue, so
 * nothing is lost.
 */
export class UnknownEvent extends Error {
  public readonly name = 'UnknownEvent';
}

/** @throws UnknownEvent unless every record is a message of SQS that can be named in the answer */
export function readRecords(event: Partial<SQSEvent> | null | undefined): readonly SQSRecord[] {
  const records = event?.Records;
  if (!Array.isArray(records)) throw new UnknownEvent('the event must hold records of SQS, got none');
  for (const record of records as Partial<SQSRecord>[]) {
    if (record?.eventSource !== 'aws:sqs') {
      throw new UnknownEvent("each record must come from 'aws:sqs', got another event source");
    }
    if (!record.messageId || typeof record.body !== 'string') {
      throw new UnknownEvent('each record must have a message id and a body, got one without');
    }
  }
  return records;
}
