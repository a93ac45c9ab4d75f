import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { sqsOf, type DeployerCloud } from '../clients';
import { madeUpName } from '../physical-name';
import type { Properties, ResourceType } from '../resource-type';

async function putPolicy(queueUrls: readonly string[], policy: string, cloud: DeployerCloud): Promise<void> {
  for (const QueueUrl of queueUrls) {
    await sqsOf(cloud).send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: policy } }));
  }
}

const queuesOf = ({ Queues }: Properties): string[] => Queues as string[];

export const sqsQueuePolicy: ResourceType = {
  understood: ['Queues', 'PolicyDocument'],
  async create(resource, cloud) {
    await putPolicy(queuesOf(resource.properties), JSON.stringify(resource.properties.PolicyDocument), cloud);
    return { ref: madeUpName(resource), attributes: {} };
  },
  async update({ properties }, cloud, before, physical) {
    await putPolicy(
      queuesOf(before.properties).filter(url => !queuesOf(properties).includes(url)),
      '',
      cloud,
    );
    await putPolicy(queuesOf(properties), JSON.stringify(properties.PolicyDocument), cloud);
    return physical;
  },
  async delete({ properties }, cloud) {
    await putPolicy(queuesOf(properties), '', cloud);
  },
};
