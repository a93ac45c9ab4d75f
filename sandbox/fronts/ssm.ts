import type { Cloud } from '../cloudformation/cloud';
import { jsonService } from '../gateway/json-protocol';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';

/** Parameters of Systems Manager, which stacks and the bootstrap write and the CDK CLI reads. */
export function ssm({ account, region, parameters, authorize }: Cloud, unknownCall: UnknownCall): Service {
  const requirePermission = permissionRequired(authorize, region, 'AccessDeniedException');
  const arnOf = (name: string): string => `arn:aws:ssm:${region}:${account}:parameter/${name.replace(/^\//, '')}`;
  const render = (Name: string): Fields => ({
    Name,
    ARN: arnOf(Name),
    Type: 'String',
    Value: parameters.get(Name),
    Version: 1,
    DataType: 'text',
  });
  return jsonService({
    name: 'ssm',
    unknownCall,
    operations: {
      GetParameter: async ({ Name }, { caller }) => {
        await requirePermission(caller, 'ssm:GetParameter', arnOf(String(Name)));
        if (!parameters.has(String(Name))) throw new ServiceError('ParameterNotFound', `Parameter ${Name} not found.`);
        return { Parameter: render(String(Name)) };
      },
      GetParameters: async ({ Names }, { caller }) => {
        const names = Names as string[];
        for (const name of names) await requirePermission(caller, 'ssm:GetParameters', arnOf(name));
        const known = names.filter(name => parameters.has(name));
        return { Parameters: known.map(render), InvalidParameters: names.filter(name => !known.includes(name)) };
      },
    },
  });
}
