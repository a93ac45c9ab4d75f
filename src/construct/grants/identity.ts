import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { renderGranteeStatements, type DataUse, type GranteeFacts } from '../../key-policy/identity/grantee-identity';

/** Adds to the role's own policy, and tells whether it has one that can be added to. */
export function addToIdentity(scope: Construct, use: DataUse, facts: GranteeFacts, principal: iam.IPrincipal) {
  let isAttached = false;
  const addToPrincipalPolicy = (statement: iam.PolicyStatement) => {
    const result = principal.addToPrincipalPolicy(statement);
    isAttached ||= isAddedBy(principal, result);
    // if not here, to the policies of queue, table and key
    return { policyDependable: scope, ...result, statementAdded: true };
  };
  const grantee = {
    grantPrincipal: Object.create(principal, { addToPrincipalPolicy: { value: addToPrincipalPolicy } }),
  };
  const grants = renderGranteeStatements(use, facts).map(({ Action, Resource, Condition }) =>
    iam.Grant.addToPrincipal({
      grantee,
      actions: [Action ?? []].flat(),
      resourceArns: [Resource ?? []].flat(),
      conditions: Condition as Record<string, Record<string, unknown>>,
    }),
  );
  return { all: grants.reduce((all, next) => all.combine(next)), isAttached };
}

/** An immutable role says that it added a statement, and did not. */
function isAddedBy(principal: iam.IPrincipal, result: iam.AddToPrincipalPolicyResult): boolean {
  if (iam.Role.isRole(principal)) return principal.node.defaultChild !== undefined;
  return principal instanceof iam.LazyRole || Construct.isConstruct(result.policyDependable);
}
