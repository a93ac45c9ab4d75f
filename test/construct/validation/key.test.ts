import { ACCOUNT, addOrders, KEY_ARN } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';

describe('fails on', () => {
  test.each<[string, object, string]>([
    [
      'an alias ARN',
      { keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/orders` },
      `'keyArn' must be the ARN of a key, not of an alias, which can be moved to another key; got "arn:aws:kms:eu-west-1:${ACCOUNT}:alias/orders"`,
    ],
    [
      'an alias name',
      { keyArn: 'alias/orders' },
      '\'keyArn\' must be the ARN of a key, not of an alias, which can be moved to another key; got "alias/orders"',
    ],
    [
      'an ARN of another service',
      { keyArn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders` },
      `'keyArn' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got "arn:aws:sqs:eu-west-1:${ACCOUNT}:orders"`,
    ],
    [
      'a bare key id',
      { keyArn: 'mrk-1234abcd12ab34cd56ef1234567890ab' },
      '\'keyArn\' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got "mrk-1234abcd12ab34cd56ef1234567890ab"',
    ],
    [
      'a wildcard key',
      { keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/*` },
      `'keyArn' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got "arn:aws:kms:eu-west-1:${ACCOUNT}:key/*"`,
    ],
    [
      'no key',
      { keyArn: undefined },
      "'keyArn' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got undefined",
    ],
    [
      'a key of another Region',
      { keyArn: KEY_ARN.replace('eu-west-1', 'eu-west-3') },
      `'keyArn' must be a key in eu-west-1, the Region of the stack: DynamoDB takes no other, got "${KEY_ARN.replace('eu-west-1', 'eu-west-3')}"`,
    ],
    [
      'a key of another account',
      { keyArn: KEY_ARN.replace(ACCOUNT, '444455556666') },
      `'keyArn' must be a key in account ${ACCOUNT}, the account of the stack: DynamoDB takes no other, got "${KEY_ARN.replace(ACCOUNT, '444455556666')}"`,
    ],
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });
});
