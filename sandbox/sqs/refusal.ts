import { SqsError } from './sqs-error';
import type { FaultKind } from '../faults/service-faults';

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

/** What SQS says when something goes wrong on purpose. */
export function faultOf(kind: FaultKind, principal: string, action: string, resource: string): SqsError {
  switch (kind) {
    case 'refused':
      return accessDenied(principal, action, resource, 'of a fault of the sandbox');
    case 'throttled':
      return new SqsError('RequestThrottled', 'The request was denied due to request throttling.', 403);
    default:
      return new SqsError('InternalFailure', 'SQS fails, by a fault of the sandbox.', 500);
  }
}
