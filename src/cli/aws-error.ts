import { types } from 'node:util';
import { CliError } from './cli-error';

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
/** What Node calls a certificate that it does not trust. */
const CERTIFICATE_CODE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS/;
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
  if (CERTIFICATE_CODE.test(code ?? '')) {
    return new CliError(
      `the certificate of the other side is not trusted: ${code}`,
      'if your network puts in certificates of its own, name their file in AWS_CA_BUNDLE',
    );
  }
  if (/Deserialization error/.test(message)) {
    return new CliError(
      'what answers is not AWS: its answer cannot be read',
      'check --endpoint-url, a proxy, and a log-in page of the network',
    );
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
  AccessDenied:
    'only the roles of redriverRoleArns take dead letters out or move them, and only those of consumerRoleArns and producerRoleArns send',
  ExpiredTokenException: 'the credentials have expired: log in again',
  UnrecognizedClientException: 'these credentials are not valid for this Region or partition',
  ThrottlingException: 'AWS asks to slow down; wait a minute, then run the same command again',
  NotFoundException: 'check the key id, the Region and the account of the credentials',
};
