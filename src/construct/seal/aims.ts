import type { Statement } from '../../key-policy/statement';

/** What a resource names, and the type of that. */
export interface Aim {
  readonly at: string;
  readonly value: unknown;
}

/**
 * What a resource of somebody else names that it could do harm to.
 *
 * @param properties asked for types only that can name anything
 */
export function aimsOf(type: string, properties: () => Readonly<Record<string, unknown>>): Aim[] {
  const named = NAMED[type] ?? (/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(type) ? SERVED : undefined);
  const hasPolicies = WITH_POLICIES.test(type);
  if (named === undefined && !hasPolicies) return [];
  const its = properties();
  return [
    ...Object.entries(named ?? {})
      .filter(([property]) => its[property] !== undefined)
      .map(([property, at]) => ({ at, value: its[property] })),
    ...(hasPolicies ? [{ at: FUNCTION, value: functionsInvokedBy(its) }] : []),
  ];
}

const FUNCTION = 'AWS::Lambda::Function';
const QUEUE = 'AWS::SQS::Queue';
const ROLE = 'AWS::IAM::Role';
const TABLE = 'AWS::DynamoDB::GlobalTable';

/** A custom resource calls a function with properties of its own. */
const SERVED = { ServiceToken: FUNCTION };

const NAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::Glue::Integration': { SourceArn: TABLE },
  'AWS::IAM::InstanceProfile': { Roles: ROLE },
  'AWS::IAM::ManagedPolicy': { Roles: ROLE },
  'AWS::IAM::Policy': { Roles: ROLE },
  'AWS::IAM::RolePolicy': { RoleName: ROLE },
  'AWS::Lambda::EventInvokeConfig': { FunctionName: FUNCTION },
  'AWS::Lambda::EventSourceMapping': { EventSourceArn: QUEUE, FunctionName: FUNCTION },
  'AWS::Lambda::Function': { Role: ROLE },
  'AWS::Lambda::Permission': { FunctionName: FUNCTION },
  'AWS::Lambda::Url': { TargetFunctionArn: FUNCTION },
  'AWS::Pipes::Pipe': { Source: QUEUE, RoleArn: ROLE, Target: FUNCTION },
  'AWS::RDS::Integration': { SourceArn: TABLE },
  'AWS::SQS::QueueInlinePolicy': { Queue: QUEUE },
  'AWS::SQS::QueuePolicy': { Queues: QUEUE },
};

const WITH_POLICIES = /^AWS::IAM::(Group|ManagedPolicy|Policy|Role|User|(Group|Role|User)Policy)$/;

/** The resources of statements that let somebody invoke or change a function, and not only look at it. */
function functionsInvokedBy({ Policies = [], PolicyDocument }: Readonly<Record<string, unknown>>): unknown[] {
  const inline = (Policies as { PolicyDocument?: unknown }[]).map(policy => policy.PolicyDocument);
  const documents = [PolicyDocument, ...inline] as ({ Statement?: Statement | Statement[] } | undefined)[];
  return documents
    .flatMap(document => [document?.Statement ?? []].flat())
    .filter(({ Effect }) => Effect === 'Allow')
    .filter(({ Action = [], NotAction }) => NotAction !== undefined || [Action].flat().some(isChange))
    .map(({ Resource }) => Resource);
}

const isChange = (action: unknown): boolean =>
  typeof action === 'string' && (action === '*' || /^lambda:(?!Get|List)/i.test(action));
