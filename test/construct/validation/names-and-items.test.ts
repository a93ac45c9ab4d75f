import { Duration } from 'aws-cdk-lib';
import { ItemKey } from '../../../src';
import { addOrders } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';

describe('fails on', () => {
  test.each<[string, object, string]>([
    [
      'a queue name of 72 characters',
      { queueName: 'q'.repeat(72) },
      `'queueName' must be 1 to 71 letters, digits, hyphens and underscores, got "${'q'.repeat(72)}"`,
    ],
    [
      'a queue name with a dot',
      { queueName: 'orders.fifo' },
      '\'queueName\' must be 1 to 71 letters, digits, hyphens and underscores, got "orders.fifo"',
    ],
    [
      'an empty function name',
      { functionName: '' },
      '\'functionName\' must be 1 to 64 letters, digits, hyphens and underscores, got ""',
    ],
    [
      'a table name of 2 characters',
      { tableName: 'ab' },
      '\'tableName\' must be 3 to 255 letters, digits, hyphens, underscores and dots, got "ab"',
    ],

    [
      'a key from an unnamed field',
      { partitionKey: ItemKey.jsonField('a..b') },
      '\'partitionKey\' must name field names with dots between them, got "a..b"',
    ],
    [
      'a key from an impossible attribute',
      { sortKey: ItemKey.messageAttribute('') },
      '\'sortKey\' must name 1 to 256 letters, digits, hyphens, underscores and dots, got ""',
    ],
    [
      'a key name with a space',
      { partitionKeyName: 'order id' },
      '\'partitionKeyName\' must be 1 to 255 letters, digits, hyphens, underscores and dots, got "order id"',
    ],
    [
      'a sort key name without a sort key',
      { sortKeyName: 'time' },
      "'sortKeyName' must come with a 'sortKey', which says where its value comes from, got none",
    ],
    [
      'a key in the place of the body',
      { partitionKeyName: 'body' },
      '\'partitionKeyName\' must be none of body, messageAttributes, traceHeader, which hold something else, got "body"',
    ],
    [
      'one name for both keys',
      { sortKey: ItemKey.contentHash(), sortKeyName: 'id' },
      '\'sortKeyName\' must be none of body, messageAttributes, traceHeader, id, which hold something else, got "id"',
    ],
    ['no life', { timeToLive: Duration.seconds(0) }, "'timeToLive' must be 1 to 3153600000 seconds, got 0"],
    [
      'over a century of life',
      { timeToLive: Duration.days(36_501) },
      "'timeToLive' must be 1 to 3153600000 seconds, got 3153686400",
    ],
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });
});
