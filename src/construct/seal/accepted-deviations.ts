import { type CfnResource } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

import { ACCEPTED_DEVIATIONS, type AcceptedDeviations } from '../../accepted-deviations';

/** What the names of the parts of the stack's key policy manager begin with. */
export const OF_MANAGER = 'KeyPolicyManager/';

/** Whether a deviation is one of the manager, which the constructs of a stack share. */
export const isOfManager = (name: string): boolean => name.startsWith(OF_MANAGER);

/** Says in the template what the user accepted, for those who review it. */
export function addAcceptedDeviations(queue: Queue, construct: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const accepted: AcceptedDeviations = { Construct: construct, Deviations: names };
  (queue.node.defaultChild as CfnResource).addMetadata(ACCEPTED_DEVIATIONS, accepted);
}
