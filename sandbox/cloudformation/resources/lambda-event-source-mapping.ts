import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { EventSourceMapping, type MappingDefinition } from '../../lambda/event-source-mapping';
import type { LambdaFunction } from '../../lambda/function';
import { sqsOf, type DeployerCloud } from '../clients';
import type { Properties, Resource, ResourceType } from '../resource-type';

const POLLING = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

function targetOf({ logicalId, properties }: Resource, { functions }: DeployerCloud): LambdaFunction {
  const named = String(properties.FunctionName);
  const target = [...functions.values()].find(({ arn, definition }) => named === arn || named === definition.name);
  if (target === undefined) throw new Error(`Function not found: ${named} [${logicalId}]`);
  return target;
}

/**
 * Lambda refuses a role that may not poll the queue, and a queue that shows a message again while the function may
 * still run.
 */
async function check(queueArn: string, target: LambdaFunction, cloud: DeployerCloud): Promise<void> {
  const principal = target.definition.roleArn;
  for (const action of POLLING) {
    const { allowed } = await cloud.authorize({ principal, action, resource: queueArn, context: {} });
    if (!allowed) {
      throw new Error(`The provided execution role does not have permissions to call ${action.split(':')[1]} on SQS`);
    }
  }
  const QueueUrl = `${cloud.endpoint}/${cloud.account}/${queueArn.split(':').at(-1)}`;
  const { Attributes } = await sqsOf(cloud).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
  );
  const [visibility, timeout] = [Number(Attributes?.VisibilityTimeout), target.definition.timeoutSeconds];
  if (visibility < timeout) {
    throw new Error(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
    );
  }
}

function renderDefinition(
  id: string,
  { BatchSize = 10, MaximumBatchingWindowInSeconds = 0, ...properties }: Properties,
): MappingDefinition {
  if (BatchSize > 10 && MaximumBatchingWindowInSeconds < 1) {
    throw new Error(
      `Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10, got ${BatchSize}`,
    );
  }
  return {
    queueArn: String(properties.EventSourceArn),
    batchSize: BatchSize,
    windowSeconds: MaximumBatchingWindowInSeconds,
    isEnabled: properties.Enabled !== false,
    reportsBatchItemFailures: (properties.FunctionResponseTypes ?? []).includes('ReportBatchItemFailures'),
    maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency,
    countedAs: (properties.MetricsConfig?.Metrics ?? []).includes('EventCount') ? id : undefined,
  };
}

/** Makes a mapping of what a template or a request says of it. */
export async function startMapping(id: string, resource: Resource, cloud: DeployerCloud): Promise<void> {
  const target = targetOf(resource, cloud);
  const definition = renderDefinition(id, resource.properties);
  await check(definition.queueArn, target, cloud);
  cloud.mappings.set(id, new EventSourceMapping(definition, target, cloud));
}

async function stop(id: string, { mappings }: DeployerCloud): Promise<void> {
  const mapping = mappings.get(id);
  mappings.delete(id);
  await mapping?.stop();
}

export const lambdaEventSourceMapping: ResourceType = {
  understood: [
    'BatchSize',
    'Enabled',
    'EventSourceArn',
    'FunctionName',
    'FunctionResponseTypes',
    'MaximumBatchingWindowInSeconds',
    'MetricsConfig.Metrics',
    'ScalingConfig.MaximumConcurrency',
  ],
  withoutEffect: {
    ProvisionedPollerConfig: 'the sandbox always polls with few pollers',
    Tags: 'nothing here looks at tags',
  },
  replacedBy: ['EventSourceArn'],
  async create(resource, cloud) {
    const id = randomUUID();
    await startMapping(id, resource, cloud);
    return {
      ref: id,
      attributes: {
        Id: id,
        EventSourceMappingArn: `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:${id}`,
      },
    };
  },
  hasDrifted: ({ properties }, { mappings }, { ref }) => {
    const [live, wanted] = [mappings.get(ref), renderDefinition(ref, properties)];
    return live?.isEnabled !== wanted.isEnabled || !isDeepStrictEqual(live?.definition, wanted);
  },
  async update(resource, cloud, _, physical) {
    await stop(physical.ref, cloud);
    await startMapping(physical.ref, resource, cloud);
    return physical;
  },
  async delete(_, cloud, physical) {
    await stop(physical.ref, cloud);
  },
};
