import type { DeployerCloud } from '../clients';
import type { Physical } from '../physical';
import { madeUpName } from '../physical-name';
import type { Properties, Resource, ResourceType } from '../resource-type';

const ATTRIBUTES = ['DisplayName', 'FifoTopic', 'KmsMasterKeyId'];

const attributesOf = (properties: Properties): Record<string, string> =>
  Object.fromEntries(
    ATTRIBUTES.filter(name => properties[name] !== undefined).map(name => [name, String(properties[name])]),
  );

export const snsTopic: ResourceType = {
  understood: ['TopicName', 'Subscription[].Endpoint', 'Subscription[].Protocol', ...ATTRIBUTES],
  withoutEffect: { Tags: 'nothing here looks at tags' },
  replacedBy: ['TopicName', 'FifoTopic'],
  async create(resource, { monitoring }) {
    const { properties } = resource;
    const name = String(properties.TopicName ?? madeUpName(resource, 256));
    const topic = monitoring.topics.create(name, attributesOf(properties));
    for (const { Protocol, Endpoint } of (properties.Subscription ?? []) as Properties[]) {
      monitoring.topics.subscribe(topic, String(Protocol), String(Endpoint));
    }
    return { ref: topic.arn, attributes: { TopicArn: topic.arn, TopicName: name } };
  },
  async update({ properties }, { monitoring }, _, physical) {
    const attributes = attributesOf(properties);
    const topic = monitoring.topics.create(String(physical.attributes.TopicName), attributes);
    for (const name of ATTRIBUTES) if (attributes[name] === undefined) topic.attributes.delete(name);
    return physical;
  },
  async delete(_, { monitoring }, physical) {
    monitoring.topics.delete(physical.ref);
  },
};

/** What it says takes the place of the policy that a topic has by itself. */
function putPolicy({ properties, logicalId }: Resource, { monitoring }: DeployerCloud): void {
  for (const arn of properties.Topics as string[]) {
    const topic = monitoring.topics.find(arn);
    if (topic === undefined) throw new Error(`Topic does not exist: ${arn} [${logicalId}]`);
    topic.attributes.set('Policy', JSON.stringify(properties.PolicyDocument));
  }
}

export const snsTopicPolicy: ResourceType = {
  understood: ['Topics', 'PolicyDocument'],
  async create(resource, cloud) {
    putPolicy(resource, cloud);
    return { ref: madeUpName(resource), attributes: {} };
  },
  async update(resource, cloud, _, physical) {
    putPolicy(resource, cloud);
    return physical;
  },
  async delete({ properties }, { monitoring }) {
    for (const arn of properties.Topics as string[]) monitoring.topics.find(arn)?.attributes.delete('Policy');
  },
};

function subscribe({ properties, logicalId }: Resource, { monitoring }: DeployerCloud): Physical {
  const { TopicArn, Protocol, Endpoint, RawMessageDelivery } = properties;
  const topic = monitoring.topics.find(String(TopicArn));
  if (topic === undefined) throw new Error(`Topic does not exist: ${TopicArn} [${logicalId}]`);
  const attributes = { RawMessageDelivery };
  const { arn } = monitoring.topics.subscribe(topic, String(Protocol), String(Endpoint), attributes);
  return { ref: arn, attributes: { Arn: arn } };
}

export const snsSubscription: ResourceType = {
  understood: ['TopicArn', 'Protocol', 'Endpoint', 'RawMessageDelivery'],
  replacedBy: ['TopicArn', 'Protocol', 'Endpoint'],
  create: async (resource, cloud) => subscribe(resource, cloud),
  async update(resource, cloud, _, physical) {
    cloud.monitoring.topics.unsubscribe(physical.ref);
    return subscribe(resource, cloud);
  },
  async delete(_, { monitoring }, physical) {
    monitoring.topics.unsubscribe(physical.ref);
  },
};
