import { ServiceError } from './service-error';
import type { Authorize, Call } from '../iam/authorization';
import type { Identity } from '../iam/identities';

/** Asks whether a caller may do something. */
export type RequirePermission = (
  caller: Identity,
  action: string,
  resource: string,
  context?: Call['context'],
) => Promise<void>;

/** @throws ServiceError in the words of AWS, if the caller may not */
export const permissionRequired =
  (authorize: Authorize, region: string, code = 'AccessDenied'): RequirePermission =>
  async ({ principal, context: its }, action, resource, context = {}) => {
    const secure = { 'aws:SecureTransport': 'true', 'aws:RequestedRegion': region };
    const verdict = await authorize({ principal, action, resource, context: { ...its, ...secure, ...context } });
    if (verdict.allowed) return;
    const denied = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`;
    throw new ServiceError(code, `${denied} because ${verdict.reason}`, 403);
  };
