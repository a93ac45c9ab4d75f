import type { Fields } from '../../gateway/operations';
import type { Stack, StackEvent } from '../stack';

/** A stack as `DescribeStacks` gives it. */
export function renderStack(stack: Stack): Fields {
  const { facts, request, outputs, exports } = stack;
  const exportOf = (value: unknown, name: string): string | undefined =>
    request?.template.Outputs?.[name]?.Export === undefined
      ? undefined
      : Object.keys(exports).find(key => exports[key] === value);
  return {
    StackId: facts.id,
    StackName: facts.name,
    CreationTime: stack.created,
    LastUpdatedTime: stack.updated,
    DeletionTime: stack.deleted,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    Description: request?.template.Description,
    RoleARN: request?.deployer.includes(':role/') === true ? request.deployer : undefined,
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    DisableRollback: false,
    EnableTerminationProtection: stack.isProtected,
    NotificationARNs: [],
    Parameters: Object.entries(request?.values ?? {}).map(([ParameterKey, resolved]) => {
      const { Type, Default } = request!.template.Parameters![ParameterKey];
      const ParameterValue = request!.parameters?.[ParameterKey] ?? Default;
      return { ParameterKey, ParameterValue, ResolvedValue: Type.startsWith('AWS::SSM') ? resolved : undefined };
    }),
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({
      OutputKey,
      OutputValue,
      Description: request?.template.Outputs?.[OutputKey]?.Description,
      ExportName: exportOf(OutputValue, OutputKey),
    })),
    Tags: request?.tags ?? [],
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

export function renderEvent({ facts }: Stack, event: StackEvent): Fields {
  return {
    StackId: facts.id,
    EventId: event.id,
    StackName: facts.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: event.time,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    ClientRequestToken: event.token,
  };
}

/** A resource by the last thing that happened to it; each operation has its own name for the time. */
export function renderResource({ facts }: Stack, event: StackEvent): Fields {
  return {
    StackName: facts.name,
    StackId: facts.id,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId === '' ? undefined : event.physicalId,
    ResourceType: event.type,
    ResourceStatus: event.status,
    ResourceStatusReason: event.reason,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
    time: event.time,
  };
}
