import { classify } from '../../../src/writer/batch/failure';
import { serviceError } from '../table-double';

test.each([
  ['refused', serviceError('ValidationException', 400, 'One or more parameter values were invalid')],
  // chosen by who sent the item
  ['refused', serviceError('ValidationException', 400, 'Supplied AttributeValue is wrong: KMS key disabled')],
  ['refused', serviceError('SerializationException', 400)],
  ['refused', serviceError('RequestEntityTooLarge', 413)],
  ['exists', serviceError('ConditionalCheckFailedException', 400)],
  [
    'keyUnavailable',
    serviceError(
      'AccessDeniedException',
      400,
      'KMS key access denied error: the ciphertext refers to a key that does not exist',
    ),
  ],
  ['keyUnavailable', serviceError('AccessDeniedException', 400, 'User is not authorized to perform: kms:Decrypt')],
  ['keyUnavailable', serviceError('ValidationException', 400, 'KMS key is disabled')],
  ['keyUnavailable', serviceError('KMSInvalidStateException', 400)],
  ['keyUnavailable', serviceError('InaccessibleEncryptionCredentialsException', 400)],
  ['throttled', serviceError('ProvisionedThroughputExceededException', 400)],
  ['throttled', serviceError('ThrottlingException', 400)],
  ['throttled', serviceError('RequestLimitExceeded', 400)],
  ['throttled', serviceError('SlowDown', 429)],
  ['denied', serviceError('AccessDeniedException', 400, 'User is not authorized to perform: dynamodb:BatchWriteItem')],
  ['denied', serviceError('ResourceNotFoundException', 400)],
  ['denied', serviceError('ExpiredTokenException', 403)],
  ['transient', serviceError('InternalServerError', 500)],
  ['transient', serviceError('ServiceUnavailable', 503)],
  ['transient', Object.assign(new Error('aborted'), { name: 'AbortError' })],
])('classifies as %s: %s', (kind, error) => {
  expect(classify(error)).toEqual({ kind, error: error.name });
});

test.each([['a text'], [undefined], [null], [42]])(
  'takes %p, which is no error, for a failure of the moment',
  thrown => {
    expect(classify(thrown)).toEqual({ kind: 'transient', error: 'UnknownError' });
  },
);
