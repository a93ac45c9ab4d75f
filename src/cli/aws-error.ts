import { types } from 'node:util';

interface ServiceError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly requestId?: string; readonly httpStatusCode?: number };
  readonly code?: string;
}

const NETWORK_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
];
const NETWORK_NAMES = ['TimeoutError', 'NetworkingError'];

/** Puts what the AWS SDK throws into words and, where there is one, the next step. */
export function explainAwsError(error: unknown): { message: string; hint?: string } | undefined {
  if (!types.isNativeError(error)) return undefined;
  const { name, message, $metadata: metadata, code } = error as ServiceError;
  if (NETWORK_NAMES.includes(name) || NETWORK_CODES.includes(code ?? '')) {
    return {
      message: `no answer from AWS: ${code ?? name}`,
      hint: 'check the network, a proxy and --endpoint-url, then run the same command again',
    };
  }
  if (message === 'Region is missing') {
    return { message: 'no Region given', hint: 'add --region eu-west-1, or set AWS_REGION' };
  }
  if (!metadata?.httpStatusCode) return undefined;
  const id = metadata.requestId ? ` [request ${metadata.requestId}]` : '';
  return {
    message: `${name}${message && message !== name && message !== 'UnknownError' ? `: ${message}` : ''}${id}`,
    hint: HINTS[name],
  };
}

const HINTS: Record<string, string | undefined> = {
  AccessDeniedException:
    'the caller needs this permission; print a policy that has it with: encrypted-queue-to-table key operator-policy',
  ExpiredTokenException: 'the credentials have expired: log in again',
  UnrecognizedClientException: 'these credentials are not valid for this Region or partition',
  ThrottlingException: 'AWS asks to slow down; wait a minute, then run the same command again',
  NotFoundException: 'check the key id, the Region and the account of the credentials',
};
