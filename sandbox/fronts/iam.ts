import type { Cloud } from '../cloudformation/cloud';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { queryService } from '../gateway/query-protocol';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';
import type { Identity } from '../iam/identities';
import type { Role } from '../iam/roles';

/** IAM, to read roles and what their policies say. */
export function iam({ region, roles, authorize }: Cloud, unknownCall: UnknownCall): Service {
  const requirePermission = permissionRequired(authorize, region);
  const roleFor = async (caller: Identity, action: string, { RoleName }: Fields): Promise<Role> => {
    const role = roles.all.find(({ arn }) => arn.endsWith(`/${RoleName}`));
    await requirePermission(caller, `iam:${action}`, role?.arn ?? '*');
    if (role !== undefined) return role;
    throw new ServiceError('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, 404);
  };
  return queryService({
    name: 'iam',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    unknownCall,
    operations: {
      GetRole: async (input, { caller }) => ({ Role: render(await roleFor(caller, 'GetRole', input)) }),
      ListRoles: async (_, { caller }) => {
        await requirePermission(caller, 'iam:ListRoles', '*');
        return { IsTruncated: false, Roles: roles.all.map(render) };
      },
      ListRolePolicies: async (input, { caller }) => {
        const { policies } = await roleFor(caller, 'ListRolePolicies', input);
        return { IsTruncated: false, PolicyNames: [...policies.keys()].filter(name => !isManaged(name)) };
      },
      ListAttachedRolePolicies: async (input, { caller }) => {
        const { policies } = await roleFor(caller, 'ListAttachedRolePolicies', input);
        const AttachedPolicies = [...policies.keys()]
          .filter(isManaged)
          .map(PolicyArn => ({ PolicyName: PolicyArn.split('/').at(-1), PolicyArn }));
        return { IsTruncated: false, AttachedPolicies };
      },
      GetRolePolicy: async (input, { caller }) => {
        const { policies } = await roleFor(caller, 'GetRolePolicy', input);
        const document = policies.get(String(input.PolicyName));
        if (document === undefined) throw new ServiceError('NoSuchEntity', 'The role policy cannot be found.', 404);
        const PolicyDocument = encodeURIComponent(JSON.stringify(document));
        return { RoleName: input.RoleName, PolicyName: input.PolicyName, PolicyDocument };
      },
    },
  });
}

const isManaged = (name: string): boolean => name.startsWith('arn:');

const render = ({ arn, trust }: Role): Fields => ({
  Path: `/${
    arn
      .split(':role/')[1]
      ?.split('/')
      .slice(0, -1)
      .map(part => `${part}/`)
      .join('') ?? ''
  }`,
  RoleName: arn.split('/').at(-1),
  RoleId: `AROA${arn
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(-17)
    .toUpperCase()}`,
  Arn: arn,
  CreateDate: new Date(0),
  AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
  MaxSessionDuration: 3600,
});
