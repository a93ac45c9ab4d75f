import { randomUUID } from 'node:crypto';
import { changesOf } from './changes';
import { possibleStackFor, requireIdle, stackFor, validationError, type ApiContext } from './context';
import { findExistingResources, type ExistingResources } from './existing-resources';
import { inTheBackground } from './stack-operations';
import { changesNothing, parseStackRequest } from './stack-request';
import type { Fields, ServiceOperations } from '../../gateway/operations';
import { ServiceError } from '../../gateway/service-error';
import type { Stack, StackRequest } from '../stack';

interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: Stack;
  readonly request: StackRequest;
  readonly changes: readonly Fields[];
  /** Why it can't be executed. */
  readonly refusal?: string;
  readonly created: Date;
  executed?: true;
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Change sets: what a deployment would do, and doing it. They are complete as soon as they are created. */
export const changeSetOperations = (context: ApiContext): ServiceOperations => {
  const { stacks, cloud } = context;
  const changeSets = new Map<string, ChangeSet>();

  const changeSetOf = ({ ChangeSetName, StackName }: Fields): ChangeSet => {
    const found =
      changeSets.get(String(ChangeSetName)) ??
      [...changeSets.values()]
        .reverse()
        .find(
          ({ name, stack }) =>
            name === ChangeSetName && (stack.facts.name === StackName || stack.facts.id === StackName),
        );
    if (found !== undefined) return found;
    throw new ServiceError('ChangeSetNotFound', `ChangeSet [${ChangeSetName}] does not exist`, 404);
  };

  return {
    CreateChangeSet: async (input, { caller }) => {
      const former = await possibleStackFor(context, caller, 'CreateChangeSet', input);
      const asked = await parseStackRequest(context, caller, input, former);
      if (input.ChangeSetType === 'IMPORT') {
        throw validationError("the sandbox imports what exists with 'ImportExistingResources' alone");
      }
      if (input.ChangeSetType === 'CREATE') {
        if (former !== undefined && former.status !== 'REVIEW_IN_PROGRESS') {
          throw validationError(
            `Stack [${input.StackName}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`,
          );
        }
      } else if (former === undefined || former.isOnlyToBeDeleted) {
        if (former === undefined) throw validationError(`Stack [${input.StackName}] does not exist`);
        throw validationError(`Stack:${former.facts.id} is in ${former.status} state and can not be updated.`);
      }
      const stack = former ?? stacks.add(String(input.StackName));
      requireIdle(stack, 'updated');
      const id = `arn:aws:cloudformation:${cloud.region}:${cloud.account}:changeSet/${input.ChangeSetName}/${randomUUID()}`;
      const isImporting = input.ImportExistingResources === 'true';
      const found: ExistingResources = isImporting ? await findExistingResources(context, stack, asked) : {};
      const request: StackRequest = { ...asked, imports: found.imports };
      const refusal = found.refusal ?? (changesNothing(stack, request) ? NO_CHANGES : undefined);
      const name = String(input.ChangeSetName);
      const changes = changesOf(stack, request);
      changeSets.set(id, { id, name, stack, request, changes, refusal, created: new Date() });
      return { Id: id, StackId: stack.facts.id };
    },

    DescribeChangeSet: async (input, { caller }) => {
      const { id, name, stack, request, changes, refusal, executed, created } = changeSetOf(input);
      await stackFor(context, caller, 'DescribeChangeSet', { StackName: stack.facts.id });
      return {
        ChangeSetName: name,
        ChangeSetId: id,
        StackId: stack.facts.id,
        StackName: stack.facts.name,
        CreationTime: created,
        ExecutionStatus: refusal !== undefined ? 'UNAVAILABLE' : executed ? 'EXECUTE_COMPLETE' : 'AVAILABLE',
        Status: refusal === undefined ? 'CREATE_COMPLETE' : 'FAILED',
        StatusReason: refusal,
        NotificationARNs: [],
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        Tags: request.tags,
        Parameters: Object.entries(request.parameters ?? {}).map(([ParameterKey, ParameterValue]) => ({
          ParameterKey,
          ParameterValue,
        })),
        Changes: changes.map(ResourceChange => ({ Type: 'Resource', ResourceChange })),
        IncludeNestedStacks: false,
      };
    },

    ListChangeSets: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'ListChangeSets', input);
      const listed = [...changeSets.values()].filter(changeSet => changeSet.stack === stack && !changeSet.executed);
      return {
        Summaries: listed.map(({ id, name, refusal, created }) => ({
          StackId: stack.facts.id,
          StackName: stack.facts.name,
          ChangeSetId: id,
          ChangeSetName: name,
          ExecutionStatus: refusal === undefined ? 'AVAILABLE' : 'UNAVAILABLE',
          Status: refusal === undefined ? 'CREATE_COMPLETE' : 'FAILED',
          CreationTime: created,
        })),
      };
    },

    ExecuteChangeSet: async (input, { caller }) => {
      const changeSet = changeSetOf(input);
      const { stack, request } = changeSet;
      await stackFor(context, caller, 'ExecuteChangeSet', { StackName: stack.facts.id });
      requireIdle(stack, 'updated');
      if (changeSet.refusal !== undefined || changeSet.executed || stack.deleted !== undefined) {
        const status = changeSet.refusal === undefined ? 'EXECUTE_COMPLETE' : 'FAILED';
        throw new ServiceError(
          'InvalidChangeSetStatus',
          `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${status}]`,
        );
      }
      if (input.DisableRollback === 'true') throw validationError("the sandbox always rolls back: 'DisableRollback'");
      changeSet.executed = true;
      inTheBackground(stacks.deploy(stack, { ...request, token: input.ClientRequestToken as string | undefined }));
    },

    DeleteChangeSet: async (input, { caller }) => {
      const { id, stack } = changeSetOf(input);
      await stackFor(context, caller, 'DeleteChangeSet', { StackName: stack.facts.id });
      changeSets.delete(id);
    },
  };
};
