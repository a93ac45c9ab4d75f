import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { Waiter } from './waiter';

/**
 * What must be there before the pipeline and stays after it: a key with the policy that AWS gives it, and the roles.
 */
export class Ground extends Stack {
  public readonly key: kms.Key;
  public readonly admin: iam.Role;
  public readonly consumer: iam.Role;
  public readonly redriver: iam.Role;
  public readonly stranger: iam.Role;
  /** Whose messages the redriver may receive and not decrypt. */
  public readonly counted: sqs.Queue;
  public readonly waiter: Waiter;

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
      role.addToPolicy(
        new iam.PolicyStatement({
          actions: ['sqs:*', 'dynamodb:*', 'kms:*', 'lambda:InvokeFunction', 'events:PutEvents'],
          resources: ['*'],
        }),
      );
    }
    this.counted = new sqs.Queue(this, 'Counted', {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: new kms.Key(this, 'CountedKey', { removalPolicy: RemovalPolicy.DESTROY }),
      visibilityTimeout: Duration.seconds(20),
      retentionPeriod: Duration.minutes(30),
    });
    this.redriver.addToPolicy(
      new iam.PolicyStatement({ actions: ['sqs:ReceiveMessage'], resources: [this.counted.queueArn] }),
    );
    this.waiter = new Waiter(this, 'Waiter');
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
