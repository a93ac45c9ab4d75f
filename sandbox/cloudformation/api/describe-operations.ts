import { stackFor, validationError, type ApiContext } from './context';
import { renderEvent, renderResource, renderStack } from './descriptions';
import type { Fields, ServiceOperations } from '../../gateway/operations';
import { listIn } from '../../gateway/query-protocol';
import type { Stack, StackEvent } from '../stack';

/** Reading stacks, their resources and their events. Every answer is one page. */
export const describeOperations = (context: ApiContext): ServiceOperations => {
  const { stacks, requirePermission } = context;
  const resourceOf = (stack: Stack, logicalId: string): StackEvent => {
    const event = stack.current.get(logicalId);
    if (event === undefined) {
      throw validationError(`Resource ${logicalId} does not exist for stack ${stack.facts.name}`);
    }
    return event;
  };
  return {
    DescribeStacks: async (input, { caller }) => {
      if (input.StackName !== undefined) {
        return { Stacks: [renderStack(await stackFor(context, caller, 'DescribeStacks', input))] };
      }
      await requirePermission(caller, 'cloudformation:DescribeStacks', '*');
      return { Stacks: stacks.live.map(renderStack) };
    },

    ListStacks: async ({ StackStatusFilter }, { caller }) => {
      await requirePermission(caller, 'cloudformation:ListStacks', '*');
      const wanted = listIn<string>(StackStatusFilter);
      const listed = stacks.all.filter(({ status }) => wanted.length === 0 || wanted.includes(status));
      return { StackSummaries: listed.map(renderStack) };
    },

    DescribeStackEvents: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'DescribeStackEvents', input);
      return { StackEvents: [...stack.events].reverse().map(event => renderEvent(stack, event)) };
    },

    DescribeStackResource: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'DescribeStackResource', input);
      const resource = resourceOf(stack, String(input.LogicalResourceId));
      const { time, ...detail } = renderResource(stack, resource);
      return {
        StackResourceDetail: {
          ...detail,
          LastUpdatedTimestamp: time,
          Metadata: resource.metadata === undefined ? undefined : JSON.stringify(resource.metadata),
        },
      };
    },

    DescribeStackResources: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'DescribeStackResources', input);
      const events =
        input.LogicalResourceId === undefined
          ? [...stack.current.values()]
          : [resourceOf(stack, String(input.LogicalResourceId))];
      const resources = events.map(event => renderResource(stack, event));
      return { StackResources: resources.map(({ time, ...resource }) => ({ ...resource, Timestamp: time })) };
    },

    ListStackResources: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'ListStackResources', input);
      const resources = [...stack.current.values()].map(event => renderResource(stack, event));
      return {
        StackResourceSummaries: resources.map(({ time, StackId, StackName, ...resource }) => ({
          ...resource,
          LastUpdatedTimestamp: time,
        })),
      };
    },

    GetTemplate: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'GetTemplate', input);
      return { TemplateBody: stack.request?.body ?? '{}', StagesAvailable: ['Original', 'Processed'] };
    },

    ListExports: async (_, { caller }) => {
      await requirePermission(caller, 'cloudformation:ListExports', '*');
      const exported = stacks.live.flatMap(({ exports, facts }) =>
        Object.entries(exports).map(([Name, Value]): Fields => ({ ExportingStackId: facts.id, Name, Value })),
      );
      return { Exports: exported };
    },

    ListImports: async ({ ExportName }, { caller }) => {
      await requirePermission(caller, 'cloudformation:ListImports', '*');
      const Imports = stacks.exports.importersOf(String(ExportName));
      if (Imports.length === 0) throw validationError(`Export '${ExportName}' is not imported by any stack.`);
      return { Imports };
    },
  };
};
