import type { Fields } from '../../gateway/operations';
import type { RequirePermission } from '../../gateway/permission';
import { ServiceError } from '../../gateway/service-error';
import type { Identity } from '../../iam/identities';
import type { Cloud } from '../cloud';
import type { Stack } from '../stack';
import type { Stacks } from '../stacks';

/** What the operations of CloudFormation's API work with. */
export interface ApiContext {
  readonly cloud: Cloud;
  readonly stacks: Stacks;
  readonly requirePermission: RequirePermission;
}

export const validationError = (message: string): ServiceError => new ServiceError('ValidationError', message);

/** The stack that a request names, once its caller may do this with it. @throws ServiceError if there is none */
export async function stackFor(
  context: ApiContext,
  caller: Identity,
  operation: string,
  { StackName }: Fields,
): Promise<Stack> {
  const stack = await possibleStackFor(context, caller, operation, { StackName });
  if (stack === undefined) throw validationError(`Stack with id ${StackName} does not exist`);
  return stack;
}

/** The same for a stack that need not exist yet. */
export async function possibleStackFor(
  { cloud, stacks, requirePermission }: ApiContext,
  caller: Identity,
  operation: string,
  { StackName: name = '' }: Fields,
): Promise<Stack | undefined> {
  const stack = stacks.find(String(name));
  const { region, account } = cloud;
  const arn = stack?.facts.id ?? `arn:aws:cloudformation:${region}:${account}:stack/${name}/*`;
  await requirePermission(caller, `cloudformation:${operation}`, arn);
  return stack;
}

/** @throws ServiceError if the stack is in the middle of something */
export function requireIdle({ isBusy, status, facts }: Stack, action: string): void {
  if (!isBusy) return;
  throw validationError(`Stack:${facts.id} is in ${status} state and can not be ${action}.`);
}
