import { sizeOfItem, type WireValue } from '../../../sandbox/dynamodb/item-size';

test.each<[string, WireValue, number]>([
  ['a text', { S: 'aä\u{1f600}' }, 7],
  ['bytes', { B: 'AAEC' }, 3],
  ['zero', { N: '0.00' }, 1],
  ['one digit', { N: '7' }, 2],
  ['two digits of a pair', { N: '12' }, 2],
  ['two digits of two pairs', { N: '1.2' }, 3],
  ['zeros that do not count', { N: '-00120e2' }, 4],
  ['the same by its power', { N: '-1.2E4' }, 4],
  ['38 digits', { N: '12345678901234567890123456789012345678' }, 20],
  ['a flag', {}, 1],
  ['an empty map', { M: {} }, 3],
  ['a map', { M: { ä: { S: 'x' } } }, 7],
  ['a list', { L: [{ S: 'x' }, { N: '1' }] }, 8],
  ['sets', { SS: ['a', 'ä'] }, 3],
])('%s', (_, value, bytes) => {
  expect(sizeOfItem({ id: value })).toBe(2 + bytes);
});
