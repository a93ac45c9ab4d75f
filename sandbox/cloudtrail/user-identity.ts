import type { Fields } from '../gateway/operations';
import type { Identity } from '../iam/identities';

/** A time as CloudTrail and EventBridge write it: to the second. */
export const secondsOf = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * Who called, as a record of CloudTrail has it. A role is there by a session of it: only that has a `sessionContext`.
 *
 * @param via the service that called on behalf of the caller, such as `dynamodb.amazonaws.com`
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function renderUserIdentity({ principal, context }: Identity, at: number, via?: string): Fields {
  const invokedBy = via === undefined ? {} : { invokedBy: via };
  const [, , , , accountId = '', resource = ''] = principal.split(':');
  if (!principal.startsWith('arn:')) return { type: 'AWSService', invokedBy: principal };
  if (resource === 'root') {
    return {
      type: 'Root',
      principalId: accountId,
      arn: principal,
      accountId,
      accessKeyId: keyOf('ASIA', principal),
      ...invokedBy,
    };
  }
  const [kind] = resource.split('/');
  const userName = resource.split('/').at(-1)!;
  if (kind === 'user') {
    return {
      type: 'IAMUser',
      principalId: keyOf('AIDA', principal),
      arn: principal,
      accountId,
      accessKeyId: keyOf('AKIA', principal),
      userName,
      ...invokedBy,
    };
  }
  const session = context['sts:RoleSessionName'] ?? 'sandbox';
  const role = keyOf('AROA', principal);
  return {
    type: 'AssumedRole',
    principalId: `${role}:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${userName}/${session}`,
    accountId,
    accessKeyId: keyOf('ASIA', principal),
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: role, arn: principal, accountId, userName },
      attributes: {
        creationDate: secondsOf(at),
        mfaAuthenticated: String(context['aws:MultiFactorAuthPresent'] ?? false),
      },
    },
    ...invokedBy,
  };
}

const keyOf = (prefix: string, principal: string): string =>
  `${prefix}${principal
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(-16)
    .toUpperCase()}`;
