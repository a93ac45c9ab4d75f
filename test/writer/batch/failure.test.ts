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
  ['unavailable', serviceError('ProvisionedThroughputExceededException', 400)],
  ['unavailable', serviceError('ThrottlingException', 400)],
  ['unavailable', serviceError('RequestLimitExceeded', 400)],
  ['unavailable', serviceError('SlowDown', 429)],
  ['denied', serviceError('AccessDeniedException', 400, 'User is not authorized to perform: dynamodb:BatchWriteItem')],
  ['denied', serviceError('ResourceNotFoundException', 400)],
  ['denied', serviceError('ExpiredTokenException', 403)],
  ['denied', serviceError('UnrecognizedClientException', 400)],
  ['denied', serviceError('InvalidSignatureException', 400)],
  ['unknown', serviceError('TransactionConflictException', 400)],
  ['unknown', serviceError('TransactionInProgressException', 400)],
  ['unknown', serviceError('ReplicatedWriteConflictException', 400)],
  ['unknown', serviceError('RequestTimeoutException', 408)],
  ['unknown', serviceError('SyntaxError', 200)], // an answer that is cut off
  ['unknown', serviceError('NoNameForThisYet', 400)],
  ['unavailable', serviceError('InternalServerError', 500)],
  ['unavailable', serviceError('ServiceUnavailable', 503)],
  ['unavailable', Object.assign(new Error('aborted'), { name: 'AbortError' })],
])('classifies as %s: %s', (kind, error) => {
  expect(classify(error)).toEqual({ kind, error: error.name });
});

test.each([['a text'], [undefined], [null], [42]])(
  'takes %p, which is no error, for a failure of the moment',
  thrown => {
    expect(classify(thrown)).toEqual({ kind: 'unavailable', error: 'UnknownError' });
  },
);
