import { madeUpName } from '../physical-name';
import type { ResourceType } from '../resource-type';

export const ssmParameter: ResourceType = {
  understood: ['Name', 'Type', 'Value'],
  withoutEffect: { Description: 'says nothing about what to create', Tags: 'nothing here looks at tags' },
  replacedBy: ['Name'],
  async create(resource, { parameters }) {
    const name = String(resource.properties.Name ?? madeUpName(resource));
    if (parameters.has(name)) throw new Error(`${name} already exists`);
    parameters.set(name, String(resource.properties.Value));
    return { ref: name, attributes: { Type: 'String', Value: resource.properties.Value as unknown } };
  },
  async update({ properties }, { parameters }, _, physical) {
    parameters.set(physical.ref, String(properties.Value));
    return { ...physical, attributes: { Type: 'String', Value: properties.Value as unknown } };
  },
  async delete(_, { parameters }, physical) {
    parameters.delete(physical.ref);
  },
};
