import { NO_VALUE, resolve, type Scope } from './intrinsics';
import type { Template } from './template';

export interface StackFacts {
  readonly name: string;
  readonly id: string;
  readonly account: string;
  readonly region: string;
}

/** A resource as the rest of the template can name it. */
export interface Physical {
  /** What `Ref` gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The version that the bootstrap stack of the CDK writes into this parameter. */
const SSM_PARAMETERS: Readonly<Record<string, string>> = { '/cdk-bootstrap/hnb659fds/version': '30' };

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

function parameterValue(template: Template, name: string): unknown {
  const { Type, Default } = template.Parameters![name];
  if (!Type.startsWith('AWS::SSM::Parameter::Value')) {
    if (Default === undefined) throw new Error(`parameter '${name}' has no default`);
    return Default;
  }
  if (Default === undefined || !Object.hasOwn(SSM_PARAMETERS, Default)) {
    throw new Error(`the sandbox has no SSM parameter '${Default}'`);
  }
  return SSM_PARAMETERS[Default];
}

/** What the intrinsic functions of a template can name, given the resources that exist so far. */
export function scopeOf(
  template: Template,
  stack: StackFacts,
  resources: ReadonlyMap<string, Physical>,
  exported: ReadonlyMap<string, unknown>,
): Scope {
  const pseudo = renderPseudoParameters(stack);
  const existing = (logicalId: string): Physical => {
    const physical = resources.get(logicalId);
    if (physical === undefined) throw new Error(`the template names '${logicalId}', which does not exist`);
    return physical;
  };
  const scope: Scope = {
    ref: name => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name];
      return Object.hasOwn(template.Parameters ?? {}, name) ? parameterValue(template, name) : existing(name).ref;
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
    import: name => {
      if (!exported.has(name)) throw new Error(`no stack of the sandbox exports '${name}'`);
      return exported.get(name);
    },
  };
  return scope;
}
