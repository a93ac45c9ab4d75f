import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/**
 * What must be there before the pipeline and stays after it: a key with the policy that AWS gives it, and the roles.
 */
export class Ground extends Stack {
  public readonly key: kms.Key;
  public readonly admin: iam.Role;
  public readonly consumer: iam.Role;
  public readonly redriver: iam.Role;
  public readonly stranger: iam.Role;

  public constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.key = new kms.Key(this, 'Key', {
      description: 'integration test of encrypted-queue-to-table',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.admin = this.addRole('Admin');
    this.consumer = this.addRole('Consumer');
    this.redriver = this.addRole('Redriver');
    this.stranger = this.addRole('Stranger');
    // the strongest stranger IAM can make: whatever stops this one is the key's policy
    for (const role of [this.admin, this.stranger]) {
      role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:*', 'dynamodb:*', 'kms:*'], resources: ['*'] }));
    }
    new CfnOutput(this, 'KeyArn', { value: this.key.keyArn });
  }

  private addRole(name: string): iam.Role {
    return new iam.Role(this, name, {
      roleName: `${this.stackName}-${name}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')],
    });
  }
}
