/** Where an intrinsic function finds what it names. */
export interface Scope {
  /** A parameter, a pseudo parameter, or the reference of a resource that exists. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
  import(name: string): unknown;
}

/** What `AWS::NoValue` resolves to: the property is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const list = (value: unknown, scope: Scope): unknown[] => resolve(value, scope) as unknown[];
const text = (value: unknown, scope: Scope): string => String(resolve(value, scope));

function getAtt(argument: unknown, scope: Scope): unknown {
  const [logicalId, ...name] = typeof argument === 'string' ? argument.split('.') : (argument as string[]);
  return scope.attribute(logicalId, text(name.join('.'), scope));
}

function sub(argument: unknown, scope: Scope): string {
  const [template, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Record<string, unknown>];
  return template.replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(values, name)) return text(values[name], scope);
    return String(name.includes('.') ? getAtt(name, scope) : scope.ref(name));
  });
}

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (name, scope) => scope.ref(name as string),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': ([separator, parts]: any, scope) =>
    list(parts, scope)
      .map(String)
      .join(separator as string),
  'Fn::Split': ([separator, whole]: any, scope) => text(whole, scope).split(separator as string),
  'Fn::Select': ([index, items]: any, scope) => list(items, scope)[Number(resolve(index, scope))],
  'Fn::Base64': (value, scope) => Buffer.from(text(value, scope)).toString('base64'),
  'Fn::FindInMap': (keys, scope) => scope.mapping(...(list(keys, scope) as [string, string, string])),
  'Fn::ImportValue': (name, scope) => scope.import(text(name, scope)),
  'Fn::If': ([name, then, otherwise]: any, scope) => resolve(scope.condition(name as string) ? then : otherwise, scope),
  'Fn::Equals': (sides, scope) => new Set(list(sides, scope).map(side => JSON.stringify(side))).size === 1,
  'Fn::And': (conditions, scope) => list(conditions, scope).every(Boolean),
  'Fn::Or': (conditions, scope) => list(conditions, scope).some(Boolean),
  'Fn::Not': (conditions, scope) => !list(conditions, scope)[0],
};

/** The only key of an object that calls an intrinsic function. */
export function intrinsicIn(value: object): string | undefined {
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::')) ? name : undefined;
}

/**
 * A value of the template with every intrinsic function in it evaluated.
 *
 * @throws if it calls a function the sandbox does not know, or names what does not exist
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map(item => resolve(item, scope)).filter(item => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const name = intrinsicIn(value);
  if (name !== undefined) {
    if (!Object.hasOwn(INTRINSICS, name)) throw new Error(`the sandbox does not know the intrinsic function '${name}'`);
    return INTRINSICS[name]((value as Record<string, unknown>)[name], scope);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}
