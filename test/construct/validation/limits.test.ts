import { Duration, Size } from 'aws-cdk-lib';
import { addOrders } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';

describe('fails on', () => {
  test.each<[string, object, string]>([
    [
      '59 s of retention',
      { retentionPeriod: Duration.seconds(59) },
      "'retentionPeriod' must be 60 to 1209600 seconds, got 59",
    ],
    [
      'over 14 days of retention',
      { retentionPeriod: Duration.seconds(1_209_601) },
      "'retentionPeriod' must be 60 to 1209600 seconds, got 1209601",
    ],
    [
      'over 14 days of dead letters',
      { deadLetterRetentionPeriod: Duration.days(15) },
      "'deadLetterRetentionPeriod' must be 60 to 1209600 seconds, got 1296000",
    ],
    [
      'dead letters gone before the queue gives up',
      { deadLetterRetentionPeriod: Duration.days(1) },
      "'deadLetterRetentionPeriod' must be no less than the 'retentionPeriod' of 345600 seconds, since its clock starts when a message is first sent, got 86400",
    ],
    [
      'an outage of less than a minute',
      { outagePatience: Duration.seconds(59) },
      "'outagePatience' must be 60 to 1209600 seconds, got 59",
    ],
    [
      'an outage longer than any queue keeps a message',
      { outagePatience: Duration.seconds(1_209_601) },
      "'outagePatience' must be 60 to 1209600 seconds, got 1209601",
    ],
    [
      'an outage longer than the queue keeps its messages',
      { outagePatience: Duration.days(1), retentionPeriod: Duration.days(1) },
      "'retentionPeriod' must be at least 135180 seconds for an 'outagePatience' of 86400 seconds, so that a message reaches the dead-letter queue before SQS deletes it, got 86400",
    ],
    [
      'a message of 1023 bytes',
      { maxMessageSize: Size.bytes(1_023) },
      "'maxMessageSize' must be 1024 to 393216 bytes, got 1023",
    ],
    [
      'a message no item could hold',
      { maxMessageSize: Size.kibibytes(385) },
      "'maxMessageSize' must be 1024 to 393216 bytes, got 394240",
    ],
    [
      'a data key for 59 s',
      { dataKeyReuse: Duration.seconds(59) },
      "'dataKeyReuse' must be 60 to 86400 seconds, got 59",
    ],
    [
      'a data key for over a day',
      { dataKeyReuse: Duration.seconds(86_401) },
      "'dataKeyReuse' must be 60 to 86400 seconds, got 86401",
    ],
    ['an empty batch', { batchSize: 0 }, "'batchSize' must be 1 to 10000 messages, got 0"],
    [
      'a batch of 10001',
      { batchSize: 10_001, maxBatchingWindow: Duration.seconds(1) },
      "'batchSize' must be 1 to 10000 messages, got 10001",
    ],
    ['a FIFO batch of 11', { batchSize: 11, fifo: true }, "'batchSize' must be 1 to 10 messages, got 11"],
    [
      'a batch of 11 without a window',
      { batchSize: 11 },
      "'maxBatchingWindow' must be 1 to 300 seconds for a 'batchSize' over 10 messages, got 0",
    ],
    [
      'a window for a FIFO queue',
      { fifo: true, maxBatchingWindow: Duration.seconds(1) },
      "'maxBatchingWindow' must be left out for a FIFO queue, got 1",
    ],
    [
      'a window of 301 s',
      { maxBatchingWindow: Duration.seconds(301) },
      "'maxBatchingWindow' must be 0 to 300 seconds, got 301",
    ],
    [
      'a window of half a second',
      { maxBatchingWindow: Duration.millis(500) },
      "'maxBatchingWindow' must be 0 to 300 seconds, got 0.5",
    ],
    ['one invocation at most', { maxConcurrency: 1 }, "'maxConcurrency' must be 2 to 1000 invocations, got 1"],
    ['1001 invocations at most', { maxConcurrency: 1_001 }, "'maxConcurrency' must be 2 to 1000 invocations, got 1001"],
    ['no time', { timeout: Duration.seconds(0) }, "'timeout' must be 1 to 900 seconds, got 0"],
    ['over 15 minutes', { timeout: Duration.seconds(901) }, "'timeout' must be 1 to 900 seconds, got 901"],
    ['127 MiB', { memorySize: Size.mebibytes(127) }, "'memorySize' must be 128 to 10240 MiB, got 127"],
    ['10241 MiB', { memorySize: Size.mebibytes(10_241) }, "'memorySize' must be 128 to 10240 MiB, got 10241"],
    [
      'half a mebibyte',
      { memorySize: Size.kibibytes(128.5 * 1024) },
      "'memorySize' must be 128 to 10240 MiB, got 128.5",
    ],
    ['not a number', { batchSize: NaN }, "'batchSize' must be 1 to 10000 messages, got NaN"],
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });
});
