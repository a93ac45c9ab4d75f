import { CfnRole, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { DataUse } from '../../key-policy/identity/grantee-identity';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { targetOf } from '../names/role-arn';

const VERBS = {
  consumerRoleArns: ['send', 'read'],
  producerRoleArns: ['send'],
  readerRoleArns: ['read'],
  redriverRoleArns: ['redrive'],
} as const satisfies Partial<Record<keyof EncryptedQueueToTableProps, readonly DataUse[]>>;

/** A role of the app that a prop names by its ARN, and what it is to do. */
export interface RoleReference {
  readonly role: IGrantable;
  readonly verbs: readonly DataUse[];
}

/**
 * Takes the roles of the app out of the props: the construct grants to them as its methods do. As principals they would
 * have to exist first, and the stack of the queue would have to wait for theirs.
 */
export function takeRoleReferences(props: EncryptedQueueToTableProps): [EncryptedQueueToTableProps, RoleReference[]] {
  const references: RoleReference[] = [];
  const rest = Object.entries(VERBS).map(([prop, verbs]) => {
    const arns = props[prop as keyof typeof VERBS];
    const bare = arns?.filter(arn => {
      const role = roleOf(arn);
      if (role) references.push({ role, verbs });
      return role === undefined;
    });
    return [prop, bare] as const;
  });
  return [{ ...props, ...Object.fromEntries(rest) }, references];
}

/** The role that can be granted to: what CloudFormation knows by itself has no policies of its own to add to. */
function roleOf(arn: string): IGrantable | undefined {
  const target = targetOf(arn);
  const scope: object | undefined = target instanceof CfnRole ? target.node.scope : undefined;
  return scope && 'grantPrincipal' in scope ? (scope as IGrantable) : undefined;
}
