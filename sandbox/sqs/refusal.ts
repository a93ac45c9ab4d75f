import type { SqsRequest } from './request';
import type { WireResponse } from '../gateway/wire';

/** An error of SQS as its API model names it, and the code that the older query protocol and the CLI show. */
export interface SqsError {
  readonly status: number;
  readonly type: string;
  readonly code: string;
  readonly message: string;
}

export const accessDenied = (principal: string, action: string, resource: string, reason: string): SqsError => ({
  status: 403,
  type: 'com.amazon.coral.service#AccessDeniedException',
  code: 'AccessDenied',
  message: `User: ${principal} is not authorized to perform: ${action.toLowerCase()} on resource: ${resource} because ${reason}`,
});

/** What SQS makes of an error that KMS gave it. */
const KMS_ERRORS: Readonly<Record<string, readonly [type: string, code: string]>> = {
  AccessDeniedException: ['KmsAccessDenied', 'KMS.AccessDeniedException'],
  DisabledException: ['KmsDisabled', 'KMS.DisabledException'],
  InvalidKeyUsageException: ['KmsInvalidKeyUsage', 'KMS.InvalidKeyUsageException'],
  KMSInvalidStateException: ['KmsInvalidState', 'KMS.InvalidStateException'],
  NotFoundException: ['KmsNotFound', 'KMS.NotFoundException'],
  ThrottlingException: ['KmsThrottled', 'KMS.ThrottlingException'],
};

/** The refusal for a KMS failure, or none if the failure is not one that KMS answers with. */
export function kmsRefusal({ name, message }: Error): SqsError | undefined {
  const [type, code] = KMS_ERRORS[name] ?? [];
  return type === undefined || code === undefined
    ? undefined
    : { status: 400, type: `com.amazonaws.sqs#${type}`, code, message };
}

const escapeXml = (text: string): string => text.replace(/[<>&]/g, sign => `&#${sign.charCodeAt(0)};`);

export function renderRefusal(
  protocol: SqsRequest['protocol'],
  { status, type, code, message }: SqsError,
): WireResponse {
  if (protocol === 'json') {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-query-error': `${code};Sender` };
    return { status, headers, body: JSON.stringify({ __type: type, message }) };
  }
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message><Detail/></Error>`;
  const body = `<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">${error}</ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
