import { CfnResource } from 'aws-cdk-lib';
import { CfnGlobalTable } from 'aws-cdk-lib/aws-dynamodb';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { checkQuotas, MANAGED_POLICY, QUEUE_POLICY, TABLE_POLICY } from './policy-quotas';
import type { Problems } from './value-checks';
import type { PolicyDocument } from '../../key-policy/statement';
import { FinalApp } from '../final/final-app';

/**
 * Counts the policies of the construct at the end of synthesis, with what grants, Aspects and overrides have made of
 * them: a policy over a quota would fail half-way into the deployment.
 */
export function checkFinalPolicies(scope: IConstruct): void {
  scope.node.addValidation({
    validate: () =>
      scope.node
        .findAll()
        .filter(CfnResource.isCfnResource)
        .filter(({ cfnResourceType }) => COUNTED.includes(cfnResourceType))
        .flatMap(resource => checkPolicyOf(resource)),
  });
}

const COUNTED = [CfnQueuePolicy, CfnGlobalTable, CfnManagedPolicy].map(of => of.CFN_RESOURCE_TYPE_NAME);

function checkPolicyOf(resource: CfnResource): Problems {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const properties: any = FinalApp.of(resource).declarationOf(resource).Properties;
  const what = `policy of ${resource.node.path}`;
  switch (resource.cfnResourceType) {
    case CfnQueuePolicy.CFN_RESOURCE_TYPE_NAME:
      return checkQuotas(what, properties.PolicyDocument, QUEUE_POLICY);
    case CfnGlobalTable.CFN_RESOURCE_TYPE_NAME:
      return (properties.Replicas as { ResourcePolicy?: { PolicyDocument: PolicyDocument } }[]).flatMap(
        ({ ResourcePolicy }) => (ResourcePolicy ? checkQuotas(what, ResourcePolicy.PolicyDocument, TABLE_POLICY) : []),
      );
    case CfnManagedPolicy.CFN_RESOURCE_TYPE_NAME:
      return checkQuotas(what, properties.PolicyDocument, MANAGED_POLICY);
    default:
      return [];
  }
}
