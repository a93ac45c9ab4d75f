import {
  CreateQueueCommand,
  DeleteQueueCommand,
  SetQueueAttributesCommand,
  type QueueAttributeName,
} from '@aws-sdk/client-sqs';
import { sqsOf } from '../clients';
import { madeUpName } from '../physical-name';
import type { Properties, ResourceType } from '../resource-type';

const ATTRIBUTES: readonly QueueAttributeName[] = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoQueue',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

/** What SQS takes as text, the template gives as numbers and objects. */
function renderAttributes(properties: Properties): Partial<Record<QueueAttributeName, string>> {
  const given = ATTRIBUTES.filter(name => properties[name] !== undefined);
  return Object.fromEntries(
    given.map(name => {
      const value: unknown = properties[name];
      return [name, typeof value === 'object' ? JSON.stringify(value) : String(value)];
    }),
  );
}

export const sqsQueue: ResourceType = {
  understood: ['QueueName', ...ATTRIBUTES],
  withoutEffect: { Tags: 'nothing here looks at tags' },
  replacedBy: ['QueueName', 'FifoQueue'],
  async create(resource, cloud) {
    const { properties } = resource;
    const suffix = properties.FifoQueue === true ? '.fifo' : '';
    const name = String(properties.QueueName ?? madeUpName(resource, 75) + suffix);
    const created = await sqsOf(cloud).send(
      new CreateQueueCommand({ QueueName: name, Attributes: renderAttributes(properties) }),
    );
    const arn = `arn:aws:sqs:${cloud.region}:${cloud.account}:${name}`;
    return { ref: created.QueueUrl!, attributes: { Arn: arn, QueueName: name, QueueUrl: created.QueueUrl! } };
  },
  async update({ properties }, cloud, before, physical) {
    const { FifoQueue, ...attributes } = renderAttributes(properties);
    const gone = ['RedrivePolicy', 'RedriveAllowPolicy'].filter(
      name => before.properties[name] !== undefined && properties[name] === undefined,
    );
    const cleared = Object.fromEntries(gone.map(name => [name, '']));
    await sqsOf(cloud).send(
      new SetQueueAttributesCommand({ QueueUrl: physical.ref, Attributes: { ...attributes, ...cleared } }),
    );
    return physical;
  },
  async delete(_, cloud, physical) {
    await sqsOf(cloud).send(new DeleteQueueCommand({ QueueUrl: physical.ref }));
  },
};
