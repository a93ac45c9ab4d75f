import { NO_VALUE, resolve, type Scope } from './intrinsics';
import type { Physical, StackFacts } from './physical';
import type { Stack, StackRequest } from './stack';

function renderPseudoParameters({ name, id, account, region }: StackFacts): Record<string, unknown> {
  return {
    'AWS::AccountId': account,
    'AWS::NoValue': NO_VALUE,
    'AWS::NotificationARNs': [],
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::StackId': id,
    'AWS::StackName': name,
    'AWS::URLSuffix': 'amazonaws.com',
  };
}

/** The value of a parameter: an SSM parameter is looked up at each deployment. */
export function parameterValue(
  { template, parameters = {} }: StackRequest,
  name: string,
  stored: ReadonlyMap<string, string>,
): string {
  const { Type, Default } = template.Parameters![name];
  const given = Object.hasOwn(parameters, name) ? parameters[name] : Default;
  if (given === undefined) throw new Error(`parameter '${name}' has no default`);
  if (!Type.startsWith('AWS::SSM::Parameter::Value')) return String(given);
  const value = stored.get(String(given));
  if (value === undefined) throw new Error(`the sandbox has no SSM parameter '${given}'`);
  return value;
}

/** What the intrinsic functions of a template can name, given the resources that exist so far. */
export function scopeOf(
  request: StackRequest,
  { facts, resources }: Stack,
  stored: ReadonlyMap<string, string>,
  imported: (name: string) => unknown,
): Scope {
  const pseudo = renderPseudoParameters(facts);
  const { template } = request;
  const existing = (logicalId: string): Physical => {
    const physical = resources.get(logicalId);
    if (physical === undefined) throw new Error(`the template names '${logicalId}', which does not exist`);
    return physical;
  };
  const scope: Scope = {
    ref: name => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      if (!Object.hasOwn(template.Parameters ?? {}, name)) return existing(name).ref;
      const value = parameterValue(request, name, stored);
      return /^(CommaDelimitedList|List<)/.test(template.Parameters![name].Type) ? value.split(',') : value;
    },
    attribute: (logicalId, name) => {
      const { attributes } = existing(logicalId);
      if (!Object.hasOwn(attributes, name)) throw new Error(`'${logicalId}' has no attribute '${name}' in the sandbox`);
      return attributes[name];
    },
    condition: name => {
      if (!Object.hasOwn(template.Conditions ?? {}, name)) throw new Error(`the template has no condition '${name}'`);
      return resolve(template.Conditions![name], scope) === true;
    },
    mapping: (map, first, second) => {
      const value = template.Mappings?.[map]?.[first]?.[second];
      if (value === undefined) throw new Error(`the template maps nothing to '${map}.${first}.${second}'`);
      return value;
    },
    import: imported,
  };
  return scope;
}
