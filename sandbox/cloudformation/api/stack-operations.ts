import { possibleStackFor, requireIdle, stackFor, validationError, type ApiContext } from './context';
import { changesNothing, parseStackRequest } from './stack-request';
import type { ServiceOperations } from '../../gateway/operations';
import { listIn } from '../../gateway/query-protocol';
import { ServiceError } from '../../gateway/service-error';

/** Creating, updating and deleting stacks without a change set. */
export const stackOperations = (context: ApiContext): ServiceOperations => {
  const { stacks } = context;
  return {
    CreateStack: async (input, { caller }) => {
      const former = await possibleStackFor(context, caller, 'CreateStack', input);
      const request = await parseStackRequest(context, caller, input, undefined);
      if (former !== undefined) {
        throw new ServiceError('AlreadyExistsException', `Stack [${input.StackName}] already exists`);
      }
      const stack = stacks.add(String(input.StackName));
      stack.isProtected = input.EnableTerminationProtection === 'true';
      inTheBackground(stacks.deploy(stack, request));
      return { StackId: stack.facts.id };
    },

    UpdateStack: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'UpdateStack', input);
      const request = await parseStackRequest(context, caller, input, stack);
      requireIdle(stack, 'updated');
      if (stack.isOnlyToBeDeleted || stack.status === 'REVIEW_IN_PROGRESS') {
        throw validationError(`Stack:${stack.facts.id} is in ${stack.status} state and can not be updated.`);
      }
      if (changesNothing(stack, request)) throw validationError('No updates are to be performed.');
      inTheBackground(stacks.deploy(stack, request));
      return { StackId: stack.facts.id };
    },

    DeleteStack: async (input, { caller }) => {
      const stack = await possibleStackFor(context, caller, 'DeleteStack', input);
      if (stack === undefined || stack.deleted !== undefined) return; // nothing to do is done
      requireIdle(stack, 'deleted');
      if (stack.isProtected) {
        throw validationError(`Stack [${stack.facts.name}] cannot be deleted while TerminationProtection is enabled`);
      }
      const retain = listIn<string>(input.RetainResources);
      if (retain.length > 0 && stack.status !== 'DELETE_FAILED') {
        throw validationError(
          'Invalid operation on stack. RetainResources may be specified only when stack is in DELETE_FAILED state.',
        );
      }
      const deployer = String(input.RoleARN ?? stack.request?.deployer ?? caller.principal);
      inTheBackground(stacks.delete(stack, deployer, { retain, token: input.ClientRequestToken as string }));
    },

    ContinueUpdateRollback: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'ContinueUpdateRollback', input);
      const { continueRollback } = stack;
      if (continueRollback === undefined) {
        throw validationError(`Stack:${stack.facts.id} is in ${stack.status} state and can not be continued.`);
      }
      stack.begin('UPDATE_ROLLBACK_IN_PROGRESS', input.ClientRequestToken as string);
      inTheBackground(continueRollback(listIn<string>(input.ResourcesToSkip)));
    },

    UpdateTerminationProtection: async (input, { caller }) => {
      const stack = await stackFor(context, caller, 'UpdateTerminationProtection', input);
      stack.isProtected = input.EnableTerminationProtection === 'true';
      return { StackId: stack.facts.id };
    },
  };
};

/** How an operation on a stack ends is told by its status and its events. */
export const inTheBackground = (operation: Promise<void>): void => void operation.catch(() => undefined);
