import { SqsError } from './sqs-error';
import type { Fields } from '../gateway/operations';

const LONGEST_BATCH = 10;

/**
 * Does each entry of a batch by itself: one that fails leaves the others alone.
 *
 * @throws SqsError if the batch as such is not as it must be
 */
export function batch({ Entries }: Fields, act: (entry: Fields) => Fields | void): Fields {
  const entries: readonly Fields[] = Entries ?? [];
  const ids = entries.map(({ Id }) => String(Id));
  if (entries.length === 0) {
    throw new SqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > LONGEST_BATCH) {
    const message = `Maximum number of entries per request are ${LONGEST_BATCH}. You have sent ${entries.length}.`;
    throw new SqsError('TooManyEntriesInBatchRequest', message);
  }
  if (!ids.every(id => /^[\w-]{1,80}$/.test(id))) {
    const message =
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
    throw new SqsError('InvalidBatchEntryId', message);
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new SqsError('BatchEntryIdsNotDistinct', `Id ${twice} repeated.`);

  const [Successful, Failed]: [Fields[], Fields[]] = [[], []];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}
