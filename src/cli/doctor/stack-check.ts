import { broken, good, type LinkCheck, warning } from './check';
import { cdk, runbook } from './remedies';

/** Whether the stack is there, and came to its end. */
export const STACK_CHECK: LinkCheck = {
  name: 'stack',
  looksAt: 'The stack is there, and its last deployment came to an end.',
  why: 'The deployment did not end: what is deployed may be half of it.',
  after: [],
  look: async account => {
    const { StackStatus = '', StackStatusReason = '' } = await account.deployment.stack();
    const says = `the stack ${account.stackName} is ${StackStatus}`;
    if (/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(StackStatus)) {
      await account.deployment.parts(); // which says so if there is no construct in it
      return good(says);
    }
    if (/^(UPDATE|IMPORT)_ROLLBACK_COMPLETE$/.test(StackStatus)) {
      return warning(`${says}: the last deployment failed`, await cdk(account, 'deploy'));
    }
    if (/_IN_PROGRESS$/.test(StackStatus)) return warning(`${says}: look again when it is done`);
    const reason = StackStatusReason === '' ? '' : `: ${StackStatusReason}`;
    switch (StackStatus) {
      case 'UPDATE_ROLLBACK_FAILED':
        return broken(says + reason, await cdk(account, 'rollback'));
      case 'ROLLBACK_COMPLETE':
      case 'ROLLBACK_FAILED':
      case 'CREATE_FAILED':
        return broken(says + reason, await cdk(account, 'deploy'));
      default:
        return broken(says + reason, runbook('writer-failing', 'look at the events of the stack, and deploy again'));
    }
  },
};
