import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { validationError, type ApiContext } from './context';
import type { Fields } from '../../gateway/operations';
import { listIn } from '../../gateway/query-protocol';
import { ServiceError } from '../../gateway/service-error';
import type { Identity } from '../../iam/identities';
import { parameterValue } from '../scope';
import type { Stack, StackRequest } from '../stack';
import { validateTemplate, type Template } from '../template';
import { requireResolvedNames } from '../unresolved-names';

/** What a request asks of a stack. @throws ServiceError if the template or its parameters are not in order */
export async function parseStackRequest(
  context: ApiContext,
  caller: Identity,
  input: Fields,
  stack: Stack | undefined,
): Promise<StackRequest> {
  const { cloud, requirePermission } = context;
  for (const [name, wanted] of Object.entries({ DisableRollback: 'false', OnFailure: 'ROLLBACK' })) {
    if ((input[name] ?? wanted) !== wanted) throw validationError(`the sandbox always rolls back: '${name}'`);
  }
  if (input.RoleARN !== undefined) await requirePermission(caller, 'iam:PassRole', String(input.RoleARN));
  const former = stack?.request;
  const body = input.UsePreviousTemplate === 'true' ? former?.body : await bodyOf(context, input);
  if (body === undefined) throw validationError('Either Template URL or Template Body must be specified.');
  const template = parseTemplate(body);
  requireCapabilities(template, listIn<string>(input.Capabilities));
  const parameters = parametersOf(template, listIn<Fields>(input.Parameters), former);
  const request: StackRequest = {
    template,
    body,
    parameters,
    tags: input.Tags === undefined ? (former?.tags ?? []) : listIn(input.Tags),
    deployer: String(input.RoleARN ?? former?.deployer ?? caller.principal),
    revertsDrift: input.DeploymentMode === 'REVERT_DRIFT',
    token: (input.ClientRequestToken ?? input.ClientToken) as string | undefined,
  };
  const values = Object.keys(template.Parameters ?? {}).map(name => {
    try {
      return [name, parameterValue(request, name, cloud.parameters)] as const;
    } catch (error) {
      throw validationError((error as Error).message);
    }
  });
  return { ...request, values: Object.fromEntries(values) };
}

/** Whether a stack would be the same after a request as before. */
export function changesNothing(
  { request: former }: Stack,
  { template, values, tags, revertsDrift }: StackRequest,
): boolean {
  return (
    former !== undefined &&
    revertsDrift !== true &&
    isDeepStrictEqual(template, former.template) &&
    isDeepStrictEqual([values, tags], [former.values, former.tags])
  );
}

async function bodyOf({ cloud }: ApiContext, { TemplateBody, TemplateURL }: Fields): Promise<string | undefined> {
  if (TemplateURL === undefined) return TemplateBody as string | undefined;
  const { hostname, pathname } = new URL(String(TemplateURL));
  const virtual = /^([^.]+)\.s3[.-]/.exec(hostname)?.[1];
  const location = decodeURIComponent(virtual === undefined ? pathname.slice(1) : `${virtual}${pathname}`);
  const object = cloud.buckets.at(location);
  if (object === undefined) throw validationError('S3 error: The specified key does not exist.');
  return object.toString('utf8');
}

function parseTemplate(body: string): Template {
  let template: unknown;
  try {
    template = parse(body);
  } catch {
    throw validationError('Template format error: YAML not well-formed.');
  }
  if (typeof template !== 'object' || template === null || !Object.hasOwn(template, 'Resources')) {
    throw validationError('Template format error: At least one Resources member must be defined.');
  }
  try {
    validateTemplate(template as Template);
    requireResolvedNames(template as Template);
  } catch (error) {
    throw validationError((error as Error).message);
  }
  return template as Template;
}

const NAMED: Readonly<Record<string, string>> = {
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
};

/** Who deploys IAM resources has to say that they know. */
function requireCapabilities({ Resources = {} }: Template, given: readonly string[]): void {
  const iam = Object.values(Resources).filter(({ Type }) => Type.startsWith('AWS::IAM::'));
  const named = iam.some(({ Type, Properties }) => Properties?.[NAMED[Type] ?? ''] !== undefined);
  const enough = named ? ['CAPABILITY_NAMED_IAM'] : ['CAPABILITY_NAMED_IAM', 'CAPABILITY_IAM'];
  if (iam.length === 0 || enough.some(capability => given.includes(capability))) return;
  throw new ServiceError('InsufficientCapabilitiesException', `Requires capabilities : [${enough.at(-1)}]`);
}

function parametersOf({ Parameters = {} }: Template, given: readonly Fields[], former: StackRequest | undefined) {
  const unknown = given.map(({ ParameterKey }) => String(ParameterKey)).filter(key => !Object.hasOwn(Parameters, key));
  if (unknown.length > 0) {
    throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  }
  const entries = given.map(({ ParameterKey, ParameterValue, UsePreviousValue }) => [
    String(ParameterKey),
    UsePreviousValue === 'true' ? former?.parameters?.[ParameterKey as string] : String(ParameterValue),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Record<string, string>;
}
