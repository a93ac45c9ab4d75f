import type { SQSEvent, SQSMessageAttribute, SQSRecord } from 'aws-lambda';

/**
 * Thrown when the function is invoked with something that is not a batch of messages: nothing was taken off a queue, so
 * nothing is lost.
 */
export class UnknownEvent extends Error {
  public readonly name = 'UnknownEvent';
}

/**
 * Reads the records of an invocation. Whoever may invoke the function can make up a record; one that names another
 * queue is a mistake or a bad forgery.
 *
 * @param queueArn the queue that the writer is for; any queue without it
 * @throws UnknownEvent unless every record is a message of that queue that can be named in the answer
 */
export function readRecords(
  event: Partial<SQSEvent> | null | undefined,
  queueArn: string | undefined,
): readonly SQSRecord[] {
  const records = event?.Records;
  if (!Array.isArray(records)) throw new UnknownEvent('the event must hold records of SQS, got none');
  for (const record of records as Partial<SQSRecord>[]) {
    if (record?.eventSource !== 'aws:sqs') {
      throw new UnknownEvent("each record must come from 'aws:sqs', got another event source");
    }
    if (queueArn !== undefined && record.eventSourceARN !== queueArn) {
      throw new UnknownEvent("each record must come from the writer's own queue, got another one");
    }
    if (typeof record.messageId !== 'string' || record.messageId === '' || typeof record.body !== 'string') {
      throw new UnknownEvent('each record must have a message id and a body, got one without');
    }
    if (!Object.values(record.messageAttributes ?? {}).every(isAttribute)) {
      throw new UnknownEvent('each message attribute must be a text, a number or binary, got something else');
    }
  }
  return records;
}

function isAttribute(attribute: Partial<SQSMessageAttribute> | null): boolean {
  const { dataType, stringValue, binaryValue } = attribute ?? {};
  return [dataType, stringValue ?? '', binaryValue ?? ''].every(value => typeof value === 'string');
}
