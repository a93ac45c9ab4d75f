import * as iam from 'aws-cdk-lib/aws-iam';

/** What some roles alone may do with a queue or a table. */
export interface Only {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resourceArn: string;
  /** ARNs of those who may: not empty, as a condition without a value is no condition. */
  readonly principalArns: string[];
}

/**
 * Keeps everybody else from it, whatever IAM allows them. It allows nothing to those it leaves out.
 *
 * A negated condition is true when its key is missing, as on a service's own calls. So the deny names services, too:
 * the poller comes with the writer's role, but time to live and replication come as DynamoDB itself.
 */
export function denyAllBut({ actions, principalArns, resourceArn, sid }: Only): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: [...actions],
    resources: [resourceArn],
    conditions: {
      ArnNotEquals: { 'aws:PrincipalArn': principalArns },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  });
}
