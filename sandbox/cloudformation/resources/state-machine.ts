import { StateMachine, type Definition } from '../../step-functions/state-machine';
import type { DeployerCloud } from '../clients';
import { madeUpName } from '../physical-name';
import type { Properties, ResourceType } from '../resource-type';

function make(arn: string, { RoleArn, DefinitionString }: Properties, { stateMachines }: DeployerCloud): void {
  stateMachines.set(arn, new StateMachine(arn, String(RoleArn), JSON.parse(String(DefinitionString)) as Definition));
}

export const stateMachine: ResourceType = {
  understood: ['DefinitionString', 'RoleArn', 'StateMachineName'],
  withoutEffect: { Tags: 'nothing here looks at tags' },
  replacedBy: ['StateMachineName'],
  async create(resource, cloud) {
    const name = String(resource.properties.StateMachineName ?? madeUpName(resource, 80));
    const arn = `arn:aws:states:${cloud.region}:${cloud.account}:stateMachine:${name}`;
    make(arn, resource.properties, cloud);
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
  async update(resource, cloud, _, physical) {
    make(physical.ref, resource.properties, cloud);
    return physical;
  },
  async delete(_, { stateMachines }, physical) {
    stateMachines.delete(physical.ref);
  },
};
