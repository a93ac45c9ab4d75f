import { messages } from './messages';
import { refused, STORED, SUPERSEDED, type Outcome } from '../../src/writer/batch/outcome';
import { renderResponse } from '../../src/writer/response';

const POISON = refused('notJson');

test.each<[string, [string, Outcome][], string[]]>([
  [
    'nothing when all are done',
    [
      ['m0', STORED],
      ['m1', SUPERSEDED],
    ],
    [],
  ],
  [
    'what is not done',
    [
      ['m0', STORED],
      ['m1', POISON],
    ],
    ['m1'],
  ],
  ['a message nobody spoke of', [['m0', STORED]], ['m1']],
  [
    'a message of two fates, whichever was told last',
    [
      ['m0', POISON],
      ['m0', STORED],
      ['m1', STORED],
    ],
    ['m0'],
  ],
])('hands back %s', (_, outcomes, failed) => {
  const records = messages(2);
  const settled = outcomes.map(([id, outcome]) => ({
    record: records.find(({ messageId }) => messageId === id)!,
    outcome,
  }));
  expect(renderResponse(records, settled)).toEqual({
    batchItemFailures: failed.map(itemIdentifier => ({ itemIdentifier })),
  });
});
