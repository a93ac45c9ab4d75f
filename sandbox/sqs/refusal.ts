import { SqsError } from './sqs-error';

export const accessDenied = (principal: string, action: string, resource: string, reason: string): SqsError =>
  new SqsError(
    'AccessDenied',
    `User: ${principal} is not authorized to perform: ${action.toLowerCase()} on resource: ${resource} because ${reason}`,
    403,
  );

/** What SQS makes of an error that KMS gave it. */
const KMS_ERRORS: Readonly<Record<string, string>> = {
  AccessDeniedException: 'KmsAccessDenied',
  DisabledException: 'KmsDisabled',
  InvalidKeyUsageException: 'KmsInvalidKeyUsage',
  KMSInvalidStateException: 'KmsInvalidState',
  NotFoundException: 'KmsNotFound',
  ThrottlingException: 'KmsThrottled',
};

/** The refusal for a KMS failure, or none if the failure is not one that KMS answers with. */
export function kmsRefusal({ name, message }: Error): SqsError | undefined {
  return Object.hasOwn(KMS_ERRORS, name) ? new SqsError(KMS_ERRORS[name], message) : undefined;
}
