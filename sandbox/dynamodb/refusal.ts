import type { WireResponse } from '../gateway/wire';

/** An error in the form in which DynamoDB gives it. */
export const renderError = (
  type: string,
  message: string,
  prefix = 'com.amazonaws.dynamodb.v20120810',
): WireResponse => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `${prefix}#${type}`, message }),
});

export const tableAccessDenied = (principal: string, action: string, resource: string, reason: string): WireResponse =>
  renderError(
    'AccessDeniedException',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because ${reason}`,
    'com.amazon.coral.service',
  );

const KMS_ERRORS = [
  'AccessDeniedException',
  'DisabledException',
  'InvalidKeyUsageException',
  'KMSInvalidStateException',
  'NotFoundException',
  'ThrottlingException',
];

/**
 * The refusal for a KMS failure, or none if the failure is not one that KMS answers with.
 *
 * That a denied key gives AccessDeniedException with "KMS key access denied error" has been reported (aws-cdk issues
 * 10010 and 18616). Which error a disabled key or one without material gives is not documented, so the same one stands
 * for them: [U].
 */
export function tableKmsRefusal({ name, message }: Error): WireResponse | undefined {
  if (!KMS_ERRORS.includes(name)) return undefined;
  const text = `KMS key access denied error: ${message} (Service: AWSKMS; Status Code: 400; Error Code: ${name})`;
  return renderError('AccessDeniedException', text, 'com.amazon.coral.service');
}

/** An answer of dynalite with another body, and without the check sum of the one it had. */
export function withBody(
  { headers: { 'x-amz-crc32': _, ...headers }, ...response }: WireResponse,
  body: string,
): WireResponse {
  return { ...response, headers, body };
}
