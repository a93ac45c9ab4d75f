import { message, QUEUE_ARN } from './messages';
import { readRecords, UnknownEvent } from '../../src/writer/event';

const own = message({ messageId: 'own' });
const OTHERS = [`${QUEUE_ARN}-dlq`, QUEUE_ARN.replace('111122223333', '999999999999'), `${QUEUE_ARN}.fifo`, ''];

test('takes the records of its own queue', () => {
  expect(readRecords({ Records: [own, own] }, QUEUE_ARN)).toEqual([own, own]);
});

test.each([...OTHERS, undefined])(
  'refuses a batch that names another queue as a whole, and stores nothing of it',
  eventSourceARN => {
    const forged = message({ eventSourceARN: eventSourceARN as string });

    expect(() => readRecords({ Records: [own, forged] }, QUEUE_ARN)).toThrow(
      new UnknownEvent("each record must come from the writer's own queue, got another one"),
    );
  },
);

test('takes the records of any queue where none is named', () => {
  expect(readRecords({ Records: [message({ eventSourceARN: OTHERS[0] })] }, undefined)).toHaveLength(1);
});
