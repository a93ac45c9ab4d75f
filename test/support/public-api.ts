/** What of an assembly of jsii says how its types are used. */
export interface Assembly {
  readonly name: string;
  readonly types: Readonly<Record<string, ApiType>>;
}

interface ApiType {
  readonly kind: 'class' | 'enum' | 'interface';
  readonly name: string;
  readonly abstract?: true;
  readonly datatype?: true;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly initializer?: { readonly parameters?: readonly Parameter[] };
  readonly methods?: readonly Method[];
  readonly properties?: readonly Property[];
  readonly members?: readonly { readonly name: string }[];
}

interface Member {
  readonly name: string;
  readonly static?: true;
  readonly abstract?: true;
  readonly protected?: true;
}

interface Value {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: true;
}

type Parameter = Value & { readonly variadic?: true };
type Property = Value & Member & { readonly immutable?: true };
type Method = Member & {
  readonly async?: true;
  readonly parameters?: readonly Parameter[];
  readonly returns?: { readonly type: TypeReference; readonly optional?: true };
};

interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: string; readonly elementtype: TypeReference };
  readonly union?: { readonly types: readonly TypeReference[] };
}

/** The public API in one line a type and one a member, in alphabetical order: all that a user's code depends on. */
export function renderPublicApi({ name, types }: Assembly): string {
  const own = (text: string): string => text.replaceAll(`${name}.`, '');
  const rendered = Object.values(types).map(type => [titleOf(type), ...membersOf(type).sort()].join('\n  '));
  return own(rendered.sort().join('\n\n'));
}

function titleOf({ kind, name, abstract, datatype, base, interfaces = [] }: ApiType): string {
  const parents = [base ? `extends ${base}` : '', interfaces.length > 0 ? `of ${interfaces.join(', ')}` : ''];
  return line(abstract && kind === 'class' && 'abstract', datatype ? 'struct' : kind, name, ...parents);
}

function membersOf({ initializer, kind, members = [], methods = [], properties = [] }: ApiType): string[] {
  const modifiersOf = (member: Member): (string | false | undefined)[] => [
    member.protected && 'protected',
    member.static && 'static',
    member.abstract && kind === 'class' && 'abstract', // those of an interface are
  ];
  return [
    ...(initializer ? [`constructor(${parametersOf(initializer)})`] : []),
    ...members.map(member => member.name),
    ...methods.map(method => line(...modifiersOf(method), method.async && 'async', signatureOf(method))),
    ...properties.map(property => line(...modifiersOf(property), property.immutable && 'readonly', valueOf(property))),
  ];
}

function signatureOf({ name, returns, ...method }: Method): string {
  const result = returns ? `${typeOf(returns.type)}${returns.optional ? ' | undefined' : ''}` : 'void';
  return `${name}(${parametersOf(method)}): ${result}`;
}

function parametersOf({ parameters = [] }: { readonly parameters?: readonly Parameter[] }): string {
  return parameters.map(parameter => (parameter.variadic ? '...' : '') + valueOf(parameter)).join(', ');
}

const valueOf = ({ name, optional, type }: Value): string => `${name}${optional ? '?' : ''}: ${typeOf(type)}`;

function typeOf({ primitive, fqn, collection, union }: TypeReference): string {
  if (collection) return `${collection.kind}<${typeOf(collection.elementtype)}>`;
  return union ? union.types.map(typeOf).join(' | ') : (primitive ?? fqn!);
}

const line = (...words: (string | false | undefined)[]): string => words.filter(Boolean).join(' ');
