import type { Identity } from '../iam/identities';

/** The answer of `sts:GetCallerIdentity`, on the same endpoint for the tools that are given only one. */
export function renderCallerIdentity(caller: Identity, account: string, requestId: string): string {
  const userId = `AIDA${caller.principal
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(-16)
    .toUpperCase()}`;
  return (
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${caller.principal}</Arn>` +
    `<UserId>${userId}</UserId><Account>${account}</Account></GetCallerIdentityResult>` +
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`
  );
}
