import type { SQSRecord } from 'aws-lambda';
import type { Configuration } from '../../../src/writer/configuration';
import { renderItem } from '../../../src/writer/item/message-item';
import { Refusal } from '../../../src/writer/item/refusal';

/** The largest message that the queue takes, in bytes. */
export const LARGEST = 393_216;

/** Reads the body as JSON, the key from it, and everything else there is to read. */
const CONFIGURATION: Configuration = {
  tableName: 'orders',
  partitionKey: { name: 'id', from: 'jsonField', field: 'id' },
  sortKey: { name: 'sort', from: 'contentHash' },
  body: { as: 'json' },
  writeMode: 'overwrite',
  timeToLive: { attribute: 'expiresAt', seconds: 60 },
};

/** Renders a message, or refuses it. */
export function render(record: SQSRecord): void {
  try {
    renderItem(record, CONFIGURATION);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
