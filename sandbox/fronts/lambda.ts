import { functionNamed } from './invoke';
import { type Answer, lambdaChanges } from './lambda-changes';
import { renderAccount, renderFunction, renderMapping } from './lambda-descriptions';
import type { Cloud } from '../cloudformation/cloud';
import { json, jsonError } from '../gateway/json-protocol';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service, WireRequest, WireResponse } from '../gateway/wire';
import type { EventSourceMapping } from '../lambda/event-source-mapping';
import type { LambdaFunction } from '../lambda/function';

/** Lambda's API: invoking functions, looking at functions and event source mappings, and changing them. */
export function lambda(cloud: Cloud, unknownCall: UnknownCall): Service {
  const { account, region, functions, mappings, authorize } = cloud;
  const requirePermission = permissionRequired(authorize, region, 'AccessDeniedException');
  const functionFor = async ({ caller }: WireRequest, action: string, name: string): Promise<LambdaFunction> => {
    const target = functionNamed(cloud, name);
    const arn = target?.arn ?? `arn:aws:lambda:${region}:${account}:function:${name}`;
    await requirePermission(caller, `lambda:${action}`, arn);
    if (target === undefined) throw new ServiceError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
    return target;
  };
  const mappingFor = async ({ caller }: WireRequest, action: string, id: string): Promise<EventSourceMapping> => {
    const arn = `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`;
    await requirePermission(caller, `lambda:${action}`, arn);
    const mapping = mappings.get(id);
    if (mapping !== undefined) return mapping;
    throw new ServiceError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  };
  const routes: readonly (readonly [RegExp, Answer])[] = [
    [
      /^POST \/2015-03-31\/functions\/([^/]+)\/invocations$/,
      async (request, name) => invoke(request, await functionFor(request, 'InvokeFunction', name)),
    ],
    [
      /^GET \/2015-03-31\/functions\/([^/]+)$/,
      async (request, name) => {
        const target = await functionFor(request, 'GetFunction', name);
        return json(200, { Configuration: renderFunction(target), Code: { RepositoryType: 'S3' }, Tags: {} });
      },
    ],
    [
      /^GET \/2015-03-31\/functions\/([^/]+)\/configuration$/,
      async (request, name) => json(200, renderFunction(await functionFor(request, 'GetFunctionConfiguration', name))),
    ],
    [
      /^GET \/2015-03-31\/functions$/,
      async ({ caller }) => {
        await requirePermission(caller, 'lambda:ListFunctions', '*');
        return json(200, { Functions: [...functions.values()].map(renderFunction) });
      },
    ],
    [
      /^GET \/2015-03-31\/event-source-mappings$/,
      async ({ caller }, _, query) => {
        await requirePermission(caller, 'lambda:ListEventSourceMappings', '*');
        const wanted = (name: string, value: string): boolean =>
          query.get(name) === null || value.endsWith(query.get(name)!);
        const found = [...mappings].filter(
          ([, { definition, functionArn }]) =>
            wanted('EventSourceArn', definition.queueArn) && wanted('FunctionName', functionArn),
        );
        return json(200, { EventSourceMappings: found.map(([id, mapping]) => renderMapping(id, mapping, cloud)) });
      },
    ],
    [
      /^GET \/2015-03-31\/event-source-mappings\/([^/]+)$/,
      async (request, id) => {
        const mapping = await mappingFor(request, 'GetEventSourceMapping', id);
        return json(200, renderMapping(id, mapping, cloud));
      },
    ],
    [
      /^PUT \/2015-03-31\/event-source-mappings\/([^/]+)$/,
      async (request, id) => {
        const mapping = await mappingFor(request, 'UpdateEventSourceMapping', id);
        const { Enabled, ...others } = JSON.parse(request.body) as Readonly<Record<string, unknown>>;
        if (Object.keys(others).length > 0) {
          const names = Object.keys(others).join(', ');
          throw new ServiceError('InvalidParameterValueException', `the sandbox can't change ${names} of a mapping`);
        }
        if (Enabled === false && mapping.isEnabled) mapping.disable();
        while (Enabled === true && !mapping.isEnabled) mapping.enable();
        return json(202, renderMapping(id, mapping, cloud));
      },
    ],
    [
      /^GET \/2019-09-30\/functions\/([^/]+)\/concurrency$/,
      async (request, name) => {
        const { definition } = await functionFor(request, 'GetFunctionConcurrency', name);
        return json(200, { ReservedConcurrentExecutions: definition.reservedConcurrency });
      },
    ],
    [
      /^PUT \/2017-10-31\/functions\/([^/]+)\/concurrency$/,
      async (request, name) => {
        const target = await functionFor(request, 'PutFunctionConcurrency', name);
        const { ReservedConcurrentExecutions: reservedConcurrency } = JSON.parse(request.body) as Fields;
        target.reserve(reservedConcurrency);
        return json(200, { ReservedConcurrentExecutions: reservedConcurrency });
      },
    ],
    [
      /^DELETE \/2017-10-31\/functions\/([^/]+)\/concurrency$/,
      async (request, name) => {
        const target = await functionFor(request, 'DeleteFunctionConcurrency', name);
        target.reserve(undefined);
        return { status: 204, headers: {}, body: '' };
      },
    ],
    [
      /^GET \/2016-08-19\/account-settings$/,
      async ({ caller }) => {
        await requirePermission(caller, 'lambda:GetAccountSettings', '*');
        return json(200, renderAccount([...functions.values()]));
      },
    ],
  ];
  const all = [...routes, ...lambdaChanges(cloud, functionFor, mappingFor)];
  return async request => {
    const { pathname, searchParams } = new URL(request.path, 'http://lambda');
    const asked = `${request.method} ${decodeURIComponent(pathname).replace(/(?<=.)\/$/, '')}`;
    try {
      for (const [pattern, answer] of all) {
        const [found, name = ''] = pattern.exec(asked) ?? [];
        if (found !== undefined) return await answer(request, name, searchParams);
      }
      unknownCall(`lambda: ${asked}`);
      throw new ServiceError('UnknownOperationException', `The sandbox does not know ${asked}`, 404);
    } catch (error) {
      if (error instanceof ServiceError) return jsonError(error);
      throw error;
    }
  };
}

async function invoke({ body, headers }: WireRequest, target: LambdaFunction): Promise<WireResponse> {
  let event: unknown;
  try {
    event = JSON.parse(body === '' ? '{}' : body);
  } catch {
    throw new ServiceError(
      'InvalidRequestContentException',
      'Could not parse request body into json: Unexpected token',
    );
  }
  if (headers['x-amz-invocation-type'] === 'DryRun') return { status: 204, headers: {}, body: '' };
  if (headers['x-amz-invocation-type'] === 'Event') {
    void target.invoke(event);
    return { status: 202, headers: {}, body: '' };
  }
  const outcome = await target.invoke(event);
  const executed = { 'x-amz-executed-version': '$LATEST' };
  if (!('error' in outcome)) return { ...json(200, {}, executed), body: JSON.stringify(outcome.result ?? null) };
  return json(200, { ...outcome.error }, { ...executed, 'x-amz-function-error': 'Unhandled' });
}
