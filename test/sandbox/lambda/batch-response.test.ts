import { failedIn } from '../../../sandbox/lambda/batch-response';

const BATCH = ['a', 'b', 'c'];

test.each<[string, unknown, readonly string[]]>([
  ['no response', null, []],
  ['an empty response', {}, []],
  ['no list', { batchItemFailures: null }, []],
  ['an empty list', { batchItemFailures: [] }, []],
  ['some messages', { batchItemFailures: [{ itemIdentifier: 'c' }, { itemIdentifier: 'a' }] }, ['c', 'a']],
  [
    'a message that is not of the batch',
    { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'x' }] },
    BATCH,
  ],
  ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, BATCH],
  ['an identifier that is null', { batchItemFailures: [{ itemIdentifier: null }] }, BATCH],
  ['another name for the identifier', { batchItemFailures: [{ messageId: 'a' }] }, BATCH],
  ['an entry that is null', { batchItemFailures: [null] }, BATCH],
  ['something that is no list', { batchItemFailures: 'a' }, BATCH],
])('%s', (_, response, failed) => {
  expect(failedIn(response, BATCH)).toEqual(failed);
});
