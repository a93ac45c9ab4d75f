/**
 * What an error of DynamoDB means for the messages that were in the call.
 *
 * - `refused`: the request holds something that DynamoDB will never take.
 * - `exists`: an item with the key is there already.
 * - `keyUnavailable`: the KMS key is disabled, pending, gone, or the writer may not use it.
 * - `denied`: credentials, permissions, a missing table: it won't work until somebody acts.
 * - `unavailable`: the table is throttled, the service fails or can't be reached. It may work in a moment.
 * - `unknown`: any other error. It may work in a moment, and it may be about a single item of the call.
 */
export type FailureKind = 'refused' | 'exists' | 'keyUnavailable' | 'denied' | 'unavailable' | 'unknown';

/** A call that failed. Only the name of its error is kept: a message of DynamoDB may quote the item. */
export interface Failure {
  readonly kind: FailureKind;
  readonly error: string;
}

/** Whether the next call would fail in the same way until somebody acts. */
export function isLasting({ kind }: Failure): boolean {
  return kind === 'keyUnavailable' || kind === 'denied';
}

/** An error as the SDK throws it. */
interface ServiceError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function classify(thrown: unknown): Failure {
  const { name = 'UnknownError', message = '', $metadata } = (thrown ?? {}) as ServiceError;
  return { kind: kindOf(name, message, $metadata?.httpStatusCode), error: name };
}

/**
 * DynamoDB documents no error for a table whose key can't be used. What is known in the field is an
 * `AccessDeniedException` that speaks of KMS; an error named after KMS or after encryption credentials counts too. The
 * start of a message can't be chosen by who sent the item, the rest can.
 */
function kindOf(name: string, message: string, status: number | undefined): FailureKind {
  if (
    /kms|encryption/i.test(name) ||
    /^(the )?kms\b/i.test(message) ||
    (name === 'AccessDeniedException' && /kms/i.test(message))
  ) {
    return 'keyUnavailable';
  }
  if (name === 'ConditionalCheckFailedException') return 'exists';
  if (REFUSALS.has(name) || status === 413) return 'refused';
  if (DENIALS.has(name)) return 'denied';
  return THROTTLES.has(name) || status === undefined || status === 429 || status >= 500 ? 'unavailable' : 'unknown';
}

const REFUSALS = new Set(['ValidationException', 'SerializationException', 'ItemCollectionSizeLimitExceededException']);

/**
 * The errors that last until somebody acts. An error that is not in this list is tried again.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html
 */
const DENIALS = new Set([
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'ResourceNotFoundException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

const THROTTLES = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
]);
