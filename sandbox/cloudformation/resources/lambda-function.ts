import { isDeepStrictEqual } from 'node:util';
import { LambdaFunction } from '../../lambda/function';
import type { Cloud } from '../cloud';
import { madeUpName } from '../physical-name';
import type { Resource, ResourceType } from '../resource-type';

async function codeOf({ logicalId, properties }: Resource, { assets }: Cloud): Promise<string> {
  const { S3Bucket, S3Key, ZipFile } = properties.Code as Readonly<Record<string, string | undefined>>;
  if (ZipFile !== undefined) return assets.unpack({ 'index.js': ZipFile });
  const directory = await assets.directoryOf(`${S3Bucket}/${S3Key}`);
  if (directory === undefined) throw new Error(`there is no asset '${S3Bucket}/${S3Key}' [${logicalId}]`);
  return directory;
}

/** Lambda refuses a role that it may not assume. */
function checkRole(roleArn: string, { roles }: Cloud): void {
  const statements = [roles.get(roleArn)?.trust.Statement ?? []].flat() as {
    Effect: string;
    Principal?: { Service?: string | string[] };
  }[];
  const isTrusted = statements.some(
    ({ Effect, Principal }) => Effect === 'Allow' && [Principal?.Service].flat().includes('lambda.amazonaws.com'),
  );
  if (!isTrusted) throw new Error(`The role defined for the function cannot be assumed by Lambda: ${roleArn}`);
}

async function make(resource: Resource, name: string, cloud: Cloud): Promise<LambdaFunction> {
  const { properties } = resource;
  checkRole(String(properties.Role), cloud);
  return new LambdaFunction(
    {
      name,
      runtime: String(properties.Runtime),
      handler: String(properties.Handler),
      roleArn: String(properties.Role),
      code: await codeOf(resource, cloud),
      timeoutSeconds: Number(properties.Timeout ?? 3),
      memoryMegabytes: Number(properties.MemorySize ?? 128),
      variables: properties.Environment?.Variables ?? {},
      logGroup: String(properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`),
      reservedConcurrency: properties.ReservedConcurrentExecutions,
    },
    cloud,
  );
}

export const lambdaFunction: ResourceType = {
  understood: [
    'FunctionName',
    'Code.S3Bucket',
    'Code.S3Key',
    'Code.ZipFile',
    'Environment.Variables',
    'Handler',
    'LoggingConfig.LogGroup',
    'MemorySize',
    'ReservedConcurrentExecutions',
    'Role',
    'Runtime',
    'Timeout',
  ],
  withoutEffect: {
    Architectures: 'the code is JavaScript',
    Description: 'says nothing about what to create',
    'LoggingConfig.LogFormat': 'log lines are kept as the code writes them',
    Tags: 'nothing here looks at tags',
    TracingConfig: 'there is no X-Ray to send traces to',
  },
  replacedBy: ['FunctionName'],
  async create(resource, cloud) {
    const made = await make(resource, String(resource.properties.FunctionName ?? madeUpName(resource)), cloud);
    if (cloud.functions.has(made.arn)) throw new Error(`Function already exist: ${made.definition.name}`);
    cloud.functions.set(made.arn, made);
    return { ref: made.definition.name, attributes: { Arn: made.arn } };
  },
  hasDrifted: ({ properties }, { functions }, { attributes }) => {
    const { handler, memoryMegabytes, reservedConcurrency, roleArn, timeoutSeconds, variables } =
      functions.get(String(attributes.Arn))?.definition ?? {};
    const { Environment, Handler, MemorySize = 128, ReservedConcurrentExecutions, Role, Timeout = 3 } = properties;
    return !isDeepStrictEqual(
      [handler, memoryMegabytes, reservedConcurrency, roleArn, timeoutSeconds, variables],
      [Handler, MemorySize, ReservedConcurrentExecutions, Role, Timeout, Environment?.Variables ?? {}],
    );
  },
  async update(resource, cloud, _, physical) {
    const made = await make(resource, physical.ref, cloud);
    const former = cloud.functions.get(made.arn)!;
    former.become(made.definition);
    return physical;
  },
  async delete(_, cloud, physical) {
    const arn = String(physical.attributes.Arn);
    const former = cloud.functions.get(arn);
    cloud.functions.delete(arn);
    await former?.stop();
  },
};
