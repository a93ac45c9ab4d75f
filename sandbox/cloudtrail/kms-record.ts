import { randomUUID } from 'node:crypto';
import { renderUserIdentity, secondsOf } from './user-identity';
import type { Fields } from '../gateway/operations';
import type { KmsKey } from '../kms/kms-key';
import type { AnsweredCall } from '../kms/operation';

/** What is never in a record. */
const SECRET = ['Plaintext', 'CiphertextBlob', 'EncryptedKeyMaterial', 'ImportToken', 'PublicKey'];

/** These change nothing: a record of them is read-only. `Decrypt` and `Encrypt` are among them. */
const READ_ONLY = /^(Decrypt|Describe|Encrypt|Generate|Get|List|ReEncrypt|Verify)/;

/**
 * A call to KMS as CloudTrail records it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/understanding-kms-entries.html
 */
export function renderKmsRecord(call: AnsweredCall, account: string, at: number): Fields {
  const { action, caller, region, input, context, key, answer, error } = call;
  const readOnly = READ_ONLY.test(action);
  const service = String(context['kms:ViaService'] ?? '').split('.')[0];
  const via = service === '' ? undefined : `${service}.amazonaws.com`;
  return {
    ...renderCommon(action, region, account, at),
    userIdentity: renderUserIdentity(caller, at, via),
    sourceIPAddress: via ?? '192.0.2.0',
    userAgent: via ?? 'sandbox',
    ...(error && { errorCode: nameOf(error), errorMessage: error.message }),
    requestParameters: parametersOf(input),
    // a service that reads gives nothing back here, and most that write do neither
    responseElements:
      readOnly || error !== undefined || Object.keys(answer ?? {}).length === 0 ? null : parametersOf(answer!),
    requestID: randomUUID(),
    readOnly,
    resources: key === undefined ? [] : [resourceOf(key, account)],
    eventType: 'AwsApiCall',
    managementEvent: true,
  };
}

/**
 * Something that KMS did by itself, as CloudTrail records it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/ct-deleteexpiredkeymaterial.html
 */
export function renderKmsServiceEvent(
  eventName: 'DeleteExpiredKeyMaterial' | 'DeleteKey',
  key: KmsKey,
  details: Fields,
  account: string,
  at: number,
): Fields {
  return {
    ...renderCommon(eventName, key.region, account, at),
    userIdentity: { accountId: account, invokedBy: 'AWS Internal' },
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    requestParameters: null,
    responseElements: null,
    readOnly: false,
    resources: [resourceOf(key, account)],
    eventType: 'AwsServiceEvent',
    serviceEventDetails: { keyId: key.id, ...details },
  };
}

const renderCommon = (eventName: string, region: string, account: string, at: number): Fields => ({
  eventVersion: '1.11',
  eventTime: secondsOf(at),
  eventSource: 'kms.amazonaws.com',
  eventName,
  awsRegion: region,
  eventID: randomUUID(),
  recipientAccountId: account,
  eventCategory: 'Management',
});

const resourceOf = ({ arn }: KmsKey, accountId: string): Fields => ({ accountId, type: 'AWS::KMS::Key', ARN: arn });

/** `KeyId` is `keyId` in a record. */
function parametersOf(values: Fields): Fields {
  const shown = Object.entries(values).filter(([name]) => !SECRET.includes(name));
  return Object.fromEntries(
    shown.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value as unknown]),
  );
}

/** CloudTrail names a refusal without `Exception`. */
const nameOf = (error: Error): string => {
  const { code = error.name } = error as Error & { readonly code?: string };
  return code === 'AccessDeniedException' ? 'AccessDenied' : code;
};
