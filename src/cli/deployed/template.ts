/** A resource of a template, as far as doctor looks at it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, any>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** The logical ids of what one construct made. */
export interface ConstructParts {
  /** Where it stands in the app, such as `OrdersStack/Orders`. */
  readonly path: string;
  readonly writer: string;
  readonly mapping: string;
  readonly queue: string;
  readonly deadLetters: string;
  readonly table: string;
  readonly logGroup?: string;
  /** The custom resource that stands for the key policy, if the deployment puts it. */
  readonly keyPolicy?: string;
  readonly queuePolicy?: string;
  readonly deadLetterPolicy?: string;
  /** The identity policies of the writer's role. */
  readonly identityPolicies: readonly string[];
  readonly alarms: readonly string[];
  readonly rules: readonly string[];
}

/** Every construct of this library in a template. It is told by what refers to what, as names can be chosen. */
export function findConstructs({ Resources }: Template): readonly ConstructParts[] {
  return Object.entries(Resources)
    .filter(([, { Properties }]) => Properties?.Environment?.Variables?.WRITER_CONFIGURATION !== undefined)
    .flatMap(([writer, resource]) => partsOf(writer, resource, Resources) ?? []);
}

type Resources = Template['Resources'];

function partsOf(
  writer: string,
  { Metadata, Properties }: TemplateResource,
  all: Resources,
): ConstructParts | undefined {
  const first = (
    type: string,
    isIt: (properties: Readonly<Record<string, any>>, resource: TemplateResource) => boolean,
  ) => idsOf(all, type, isIt)[0];
  const mapping = first('AWS::Lambda::EventSourceMapping', ({ FunctionName }) => referred(FunctionName) === writer);
  const queue = referred(all[mapping ?? '']?.Properties?.EventSourceArn);
  const deadLetters = referred(all[queue ?? '']?.Properties?.RedrivePolicy?.deadLetterTargetArn);
  const table =
    first('AWS::DynamoDB::GlobalTable', (_, { DependsOn = [] }) => [DependsOn].flat().includes(writer)) ??
    first('AWS::DynamoDB::GlobalTable', () => true);
  if (mapping === undefined || queue === undefined || deadLetters === undefined || table === undefined) {
    return undefined;
  }
  const policyOf = (id: string) =>
    first('AWS::SQS::QueuePolicy', ({ Queues = [] }) => (Queues as unknown[]).some(one => referred(one) === id));
  const depends = [all[queue]?.DependsOn ?? []].flat();
  const key = JSON.stringify(all[queue]?.Properties?.KmsMasterKeyId);
  return {
    path: String(Metadata?.['aws:cdk:path'] ?? writer).replace(/\/Writer\/Resource$/, ''),
    writer,
    mapping,
    queue,
    deadLetters,
    table,
    logGroup: referred(Properties?.LoggingConfig?.LogGroup),
    keyPolicy: depends.find(id => all[id]?.Type === 'Custom::KeyPolicy'),
    queuePolicy: policyOf(queue),
    deadLetterPolicy: policyOf(deadLetters),
    identityPolicies: idsOf(all, 'AWS::IAM::ManagedPolicy', ({ Roles = [] }) =>
      (Roles as unknown[]).some(role => referred(role) === referred(Properties?.Role)),
    ),
    alarms: ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap(type =>
      idsOf(all, type, ({ AlarmName }) => isNamedAfter(AlarmName, Properties?.FunctionName)),
    ),
    rules: idsOf(all, 'AWS::Events::Rule', ({ EventPattern = {} }) => JSON.stringify(EventPattern).includes(key)),
  };
}

function idsOf(
  all: Resources,
  type: string,
  isIt: (properties: Readonly<Record<string, any>>, resource: TemplateResource) => boolean,
): string[] {
  return Object.entries(all)
    .filter(([, resource]) => resource.Type === type && isIt(resource.Properties ?? {}, resource))
    .map(([id]) => id);
}

/** The logical id of the resource that a value of a template stands for. */
function referred(value: unknown): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: string | string[] };
  return ref ?? (typeof attribute === 'string' ? attribute.split('.')[0] : attribute?.[0]);
}

/** Alarms are called after the function: `OrdersStack-Orders-AB039DC1-Stalled`. */
function isNamedAfter(alarmName: unknown, functionName: unknown): boolean {
  const [name, prefix] = [String(alarmName), `${String(functionName)}-`];
  return name.startsWith(prefix) && !name.slice(prefix.length).includes('-');
}
