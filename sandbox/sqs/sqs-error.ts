import { ServiceError } from '../gateway/service-error';

/** An error that SQS answers; its code is what the query protocol and the AWS CLI call it. */
export class SqsError extends ServiceError {
  public override readonly name = 'SqsError';

  public constructor(
    /** As the SDKs name it, such as `QueueDoesNotExist`. */
    public readonly shape: string,
    message: string,
    status?: number,
  ) {
    super(CODES[shape] ?? shape, message, status);
  }

  public get type(): string {
    const common = COMMON[this.shape];
    return common === undefined ? `com.amazonaws.sqs#${this.shape}` : `com.amazon.coral.service#${common}`;
  }
}

/** Errors that are not in the API model, and what they are called on the wire. */
const COMMON: Readonly<Record<string, string>> = {
  AccessDenied: 'AccessDeniedException',
  InvalidParameterValue: 'InvalidParameterValueException',
  MissingParameter: 'MissingRequiredParameterException',
};

const CODES: Readonly<Record<string, string>> = {
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  KmsAccessDenied: 'KMS.AccessDeniedException',
  KmsDisabled: 'KMS.DisabledException',
  KmsInvalidKeyUsage: 'KMS.InvalidKeyUsageException',
  KmsInvalidState: 'KMS.InvalidStateException',
  KmsNotFound: 'KMS.NotFoundException',
  KmsThrottled: 'KMS.ThrottlingException',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

export const invalid = (message: string): SqsError => new SqsError('InvalidParameterValue', message);

export const invalidValue = (value: unknown, parameter: string, reason: string): SqsError =>
  invalid(`Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);

export const missing = (parameter: string): SqsError =>
  new SqsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
