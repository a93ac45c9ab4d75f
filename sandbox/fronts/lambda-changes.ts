import { randomUUID } from 'node:crypto';
import { renderFunction, renderMapping } from './lambda-descriptions';
import type { Cloud } from '../cloudformation/cloud';
import { startMapping } from '../cloudformation/resources/lambda-event-source-mapping';
import { json } from '../gateway/json-protocol';
import type { Fields } from '../gateway/operations';
import { ServiceError } from '../gateway/service-error';
import type { WireRequest, WireResponse } from '../gateway/wire';
import type { EventSourceMapping } from '../lambda/event-source-mapping';
import type { FunctionDefinition, LambdaFunction } from '../lambda/function';

/** Answers a request whose path names a function or a mapping. */
export type Answer = (request: WireRequest, name: string, query: URLSearchParams) => Promise<WireResponse>;

/** Finds what a request is about, for a caller who may do this to it. */
type Find<T> = (request: WireRequest, action: string, name: string) => Promise<T>;

/** The part of Lambda's API that changes functions and event source mappings. */
export function lambdaChanges(
  cloud: Cloud,
  functionFor: Find<LambdaFunction>,
  mappingFor: Find<EventSourceMapping>,
): readonly (readonly [RegExp, Answer])[] {
  const change = async (request: WireRequest, action: string, name: string, changed: Partial<FunctionDefinition>) => {
    const target = await functionFor(request, action, name);
    target.become({ ...target.definition, ...changed });
    return target;
  };
  return [
    [
      /^PUT \/2015-03-31\/functions\/([^/]+)\/configuration$/,
      async (request, name) => {
        const { Environment, Role, Timeout, MemorySize, ...others } = JSON.parse(request.body) as Record<string, any>;
        refuseUnknown(others);
        const target = await change(request, 'UpdateFunctionConfiguration', name, {
          ...(Role !== undefined && { roleArn: String(Role) }),
          ...(Timeout !== undefined && { timeoutSeconds: Number(Timeout) }),
          ...(MemorySize !== undefined && { memoryMegabytes: Number(MemorySize) }),
          ...(Environment !== undefined && { variables: Environment.Variables }),
        });
        return json(200, renderFunction(target));
      },
    ],
    [
      /^PUT \/2017-10-31\/functions\/([^/]+)\/concurrency$/,
      async (request, name) => {
        const { ReservedConcurrentExecutions } = JSON.parse(request.body) as Fields;
        const reservedConcurrency = Number(ReservedConcurrentExecutions);
        await change(request, 'PutFunctionConcurrency', name, { reservedConcurrency });
        return json(200, { ReservedConcurrentExecutions });
      },
    ],
    [
      /^DELETE \/2017-10-31\/functions\/([^/]+)\/concurrency$/,
      async (request, name) => {
        await change(request, 'DeleteFunctionConcurrency', name, { reservedConcurrency: undefined });
        return { status: 204, headers: {}, body: '' };
      },
    ],
    [
      /^POST \/2015-03-31\/event-source-mappings$/,
      async request => {
        const properties = JSON.parse(request.body) as Fields;
        await functionFor(request, 'CreateEventSourceMapping', String(properties.FunctionName));
        const id = randomUUID();
        const resource = { logicalId: id, type: '', properties, stack: { name: '', id: '', ...cloud } };
        await startMapping(id, resource, { ...cloud, deployer: request.caller.principal });
        return json(202, renderMapping(id, cloud.mappings.get(id)!, cloud));
      },
    ],
    [
      /^DELETE \/2015-03-31\/event-source-mappings\/([^/]+)$/,
      async (request, id) => {
        const mapping = await mappingFor(request, 'DeleteEventSourceMapping', id);
        mapping.disable();
        cloud.mappings.delete(id);
        return json(202, renderMapping(id, mapping, cloud));
      },
    ],
  ];
}

function refuseUnknown(others: Fields): void {
  const names = Object.keys(others).join(', ');
  if (names === '') return;
  throw new ServiceError('InvalidParameterValueException', `the sandbox can't change ${names} of a function`);
}
