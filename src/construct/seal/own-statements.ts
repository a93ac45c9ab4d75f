import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type AddToResourcePolicyResult, PolicyDocument, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Queue, type QueuePolicy } from 'aws-cdk-lib/aws-sqs';

/** Adds a statement of the construct itself to the policy of its queue or table. */
export function addOwnStatement(to: Queue | TableV2, statement: PolicyStatement): AddToResourcePolicyResult {
  const result = to.addToResourcePolicy(statement);
  const document = 'resourcePolicy' in to ? to.resourcePolicy : (to.node.findChild('Policy') as QueuePolicy).document;
  expected.get(document!)?.addStatements(statement);
  return result;
}

/** Says what a policy must hold in the end, where it is not what it holds now. */
export function expectPolicy(document: PolicyDocument, policy: PolicyDocument): void {
  expected.set(document, policy);
}

/** What a policy must hold in the end: what it holds now, and what the construct itself adds. */
export function expectedPolicy(document: PolicyDocument): PolicyDocument {
  const known = expected.get(document) ?? PolicyDocument.fromJson(document.toJSON());
  expected.set(document, known);
  return known;
}

const expected = new WeakMap<PolicyDocument, PolicyDocument>();
