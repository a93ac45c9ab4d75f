import type { Rule, Target } from '../../events/event-bus';
import type { DeployerCloud } from '../clients';
import { madeUpName } from '../physical-name';
import type { Resource, ResourceType } from '../resource-type';

/** Puts a rule with its targets, which are all that it has from now on. */
function put(name: string, { properties, logicalId }: Resource, { monitoring }: DeployerCloud): Rule {
  const { EventPattern, State, Description, Targets = [] } = properties;
  if (EventPattern === undefined) throw new Error(`the sandbox has rules with an event pattern alone [${logicalId}]`);
  const rule = monitoring.bus.put(name, {
    pattern: JSON.stringify(EventPattern),
    state: State,
    description: Description,
  });
  rule.targets.clear();
  for (const target of Targets as Target[]) rule.targets.set(target.Id, target);
  return rule;
}

export const eventsRule: ResourceType = {
  understood: [
    'Description',
    'EventPattern',
    'Name',
    'State',
    'Targets[].Arn',
    'Targets[].Id',
    'Targets[].Input',
    'Targets[].InputPath',
    'Targets[].InputTransformer',
  ],
  withoutEffect: {
    Tags: 'nothing here looks at tags',
    'Targets[].RetryPolicy': 'a target of the sandbox takes an event at once or refuses it',
  },
  replacedBy: ['Name'],
  async create(resource, cloud) {
    const name = String(resource.properties.Name ?? madeUpName(resource));
    if (cloud.monitoring.bus.find(name) !== undefined) throw new Error(`${name} already exists`);
    return { ref: name, attributes: { Arn: put(name, resource, cloud).arn } };
  },
  async update(resource, cloud, _, physical) {
    put(physical.ref, resource, cloud);
    return physical;
  },
  async delete(_, { monitoring }, physical) {
    monitoring.bus.delete(physical.ref);
  },
};
