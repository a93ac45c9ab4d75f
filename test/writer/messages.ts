import type { SQSRecord } from 'aws-lambda';
import type { Configuration } from '../../src/writer/configuration';

export const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:111122223333:orders';

/** The configuration of the construct's defaults. */
export const CONFIGURATION: Configuration = {
  tableName: 'orders',
  partitionKey: { name: 'id', from: 'messageId' },
  body: { as: 'text', attribute: 'body' },
  writeMode: 'overwrite',
};

export type RecordOverrides = Partial<Omit<SQSRecord, 'attributes'>> & {
  attributes?: Partial<SQSRecord['attributes']>;
};

/** A message as Lambda hands it over. */
export function message(overrides: RecordOverrides = {}): SQSRecord {
  return {
    messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body: 'hello',
    messageAttributes: {},
    md5OfBody: '5d41402abc4b2a76b9719d911017c592',
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE_ARN,
    awsRegion: 'eu-west-1',
    ...overrides,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '1795480000000',
      SenderId: 'AROAEXAMPLE:producer',
      ApproximateFirstReceiveTimestamp: '1795480000100',
      ...overrides.attributes,
    },
  };
}

/** Messages with the ids `m0`, `m1` and so on. */
export function messages(count: number, body: (index: number) => string = index => `body ${index}`): SQSRecord[] {
  return Array.from({ length: count }, (_, index) => message({ messageId: `m${index}`, body: body(index) }));
}

/** A message of a FIFO queue. */
export function fifoMessage(group: string, sequence: number, overrides: RecordOverrides = {}): SQSRecord {
  return message({
    messageId: `${group}${sequence}`,
    ...overrides,
    eventSourceARN: `${QUEUE_ARN}.fifo`,
    attributes: { MessageGroupId: group, SequenceNumber: String(sequence), ...overrides.attributes },
  });
}
