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

test.each([
  ['a message id that is a number', { messageId: 5 }],
  ['a message id that is a list', { messageId: ['m1'] }],
  ['no body', { body: undefined }],
  ['a body that is an object', { body: {} }],
])('refuses %s', (_, forged) => {
  expect(() => readRecords({ Records: [own, { ...own, ...forged } as never] }, QUEUE_ARN)).toThrow(
    new UnknownEvent('each record must have a message id and a body, got one without'),
  );
});

test.each([
  null,
  {},
  'text',
  { dataType: 5 },
  { dataType: 'String', stringValue: 7 },
  { dataType: 'Binary', binaryValue: [1] },
])('refuses a message attribute that no queue gives: %j', forged => {
  const attributes = JSON.parse(`{"__proto__":${JSON.stringify(forged)}}`) as never;
  expect(() => readRecords({ Records: [own, message({ messageAttributes: attributes })] }, QUEUE_ARN)).toThrow(
    new UnknownEvent('each message attribute must be a text, a number or binary, got something else'),
  );
});

test('takes the records of any queue where none is named', () => {
  expect(readRecords({ Records: [message({ eventSourceARN: OTHERS[0] })] }, undefined)).toHaveLength(1);
});
