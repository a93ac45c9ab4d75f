import { madeUpName } from '../physical-name';
import type { ResourceType } from '../resource-type';

/**
 * A type that only watches or describes the pipeline: it exists in the stack and does nothing.
 *
 * @param arn of the resource by its name, for those who ask for it
 */
export function recorded(
  nameProperty: string,
  arn: (name: string, region: string, account: string) => string,
): ResourceType {
  return {
    replacedBy: [nameProperty],
    async create(resource, { region, account }) {
      const name = String(resource.properties[nameProperty] ?? madeUpName(resource));
      const its = arn(name, region, account);
      return {
        ref: its.startsWith('arn:aws:sns:') ? its : name,
        attributes: { Arn: its, TopicArn: its, TopicName: name },
      };
    },
    update: async (_, __, ___, physical) => physical,
    delete: async () => undefined,
  };
}
