/** Stands for what a template says in a way that only CloudFormation can work out. */
export const UNKNOWN = Symbol('unknown');

/** What the values of a template refer to. */
export interface TemplateScope {
  /** The physical id of a resource, the value of a parameter, or that of a pseudo parameter. */
  ref(name: string): string | undefined;
  /** Such as the ARN of a resource. */
  attribute(logicalId: string, name: string): string | undefined;
}

/** A value of a template with its references filled in: `UNKNOWN` where that can't be done here. */
export function fillIn(value: unknown, scope: TemplateScope): any {
  if (Array.isArray(value)) return whole(value.map(item => fillIn(item, scope) as unknown));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = []] = entries;
  if (entries.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
    return fillInFunction(name, argument, scope) ?? UNKNOWN;
  }
  return Object.fromEntries(entries.map(([key, inner]) => [key, fillIn(inner, scope) as unknown]));
}

function fillInFunction(name: string, argument: unknown, scope: TemplateScope): unknown {
  switch (name) {
    case 'Ref':
      return scope.ref(String(argument));
    case 'Fn::GetAtt': {
      const [logicalId = '', ...attribute] =
        typeof argument === 'string' ? argument.split('.') : (argument as string[]);
      return scope.attribute(logicalId, attribute.join('.'));
    }
    case 'Fn::Join': {
      const [separator, parts] = argument as [string, unknown];
      const resolved = fillIn(parts, scope) as unknown;
      return Array.isArray(resolved) ? resolved.join(separator) : UNKNOWN;
    }
    case 'Fn::Sub': {
      const [text, given = {}] = [argument].flat() as [string, Record<string, unknown>?];
      return substitute(text, given, scope);
    }
    default:
      return UNKNOWN;
  }
}

function substitute(text: string, given: Readonly<Record<string, unknown>>, scope: TemplateScope): unknown {
  const valueOf = (name: string): unknown => {
    if (Object.hasOwn(given, name)) return fillIn(given[name], scope);
    const [logicalId = '', ...attribute] = name.split('.');
    return attribute.length === 0 ? scope.ref(name) : scope.attribute(logicalId, attribute.join('.'));
  };
  const names = [...text.matchAll(/\$\{([^!}]+)\}/g)].map(([, name = '']) => name);
  if (names.some(name => typeof valueOf(name) !== 'string')) return UNKNOWN;
  return text.replace(/\$\{([^!}]+)\}/g, (_, name: string) => String(valueOf(name))).replace(/\$\{!/g, '${');
}

/** A list is known if all of it is. */
function whole(items: readonly unknown[]): unknown {
  return items.includes(UNKNOWN) ? UNKNOWN : items;
}
