import type { Cloud } from '../cloudformation/cloud';
import type { UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { queryService } from '../gateway/query-protocol';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';

type Context = Readonly<Record<string, string>>;

const SESSION_HOURS = 1;

/** Who one is, and becoming a role. */
export function sts(cloud: Cloud, unknownCall: UnknownCall): Service {
  const { account, region, identities, roles, authorize } = cloud;
  const requirePermission = permissionRequired(authorize, region);
  return queryService({
    name: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    unknownCall,
    operations: {
      GetCallerIdentity: (_, { caller }) => ({
        Arn: sessionOf(caller.principal, caller.context['sts:RoleSessionName']),
        UserId: idOf(caller.principal),
        Account: account,
      }),

      AssumeRole: async ({ RoleArn, RoleSessionName, ...input }, { caller }) => {
        if (RoleArn === undefined || RoleSessionName === undefined) {
          throw new ServiceError('ValidationError', 'RoleArn and RoleSessionName are required');
        }
        const unsupported = ['Policy', 'PolicyArns', 'TransitiveTagKeys'].filter(name => input[name] !== undefined);
        if (unsupported.length > 0) {
          throw new ServiceError(
            'ValidationError',
            `the sandbox does not know ${unsupported.join(', ')} of AssumeRole`,
          );
        }
        const external: Context = input.ExternalId === undefined ? {} : { 'sts:ExternalId': String(input.ExternalId) };
        const arn = String(RoleArn);
        const mfa: Context = input.TokenCode === undefined ? {} : { 'aws:MultiFactorAuthPresent': 'true' };
        await requirePermission(caller, 'sts:AssumeRole', arn, { ...external, ...mfa });
        if (roles.get(arn) === undefined) {
          throw new ServiceError(
            'AccessDenied',
            `User: ${caller.principal} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
            403,
          );
        }
        const session = { 'sts:RoleSessionName': String(RoleSessionName), ...mfa };
        const { accessKeyId, secretAccessKey } = identities.credentialsOf(arn, session);
        return {
          AssumedRoleUser: {
            Arn: sessionOf(arn, String(RoleSessionName)),
            AssumedRoleId: `${idOf(arn)}:${RoleSessionName}`,
          },
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: 'sandbox',
            Expiration: new Date(Date.now() + SESSION_HOURS * 3_600_000),
          },
        };
      },
    },
  });
}

/** A caller as `GetCallerIdentity` names it: a role is there by a session of it. */
function sessionOf(principal: string, name = 'sandbox'): string {
  const [, account, role] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
  return role === undefined ? principal : `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
}

const idOf = (principal: string): string =>
  `${principal.includes(':role/') ? 'AROA' : 'AIDA'}${principal
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(-17)
    .toUpperCase()}`;
