import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { Ground } from './ground';
import { EncryptedQueueToTable, ItemKey, KeyPolicyManagement, MessageBody } from 'encrypted-queue-to-table';

export interface PipelineProps extends StackProps {
  readonly ground: Ground;
  /** The conditions that AWS documentation does not show on the call, too. */
  readonly strictConditions: boolean;
}

/** A function that tries the role of the writer, in vain. */
const PROBE = 'WriterRole <- IntegAssertions/OtherFunctionProbe/Resource';

/**
 * The construct on a key that its policy locks down, deleted at the end of the test. The key stays closed then: only
 * who may destroy it can delete the ground.
 */
export class Pipeline extends Stack {
  public readonly orders: EncryptedQueueToTable;
  /** Of the function that puts the key policy. */
  public readonly managerName: string;

  public constructor(scope: Construct, id: string, { ground, strictConditions, ...props }: PipelineProps) {
    super(scope, id, props);
    this.addDependency(ground);
    const role = (name: string): string => `arn:aws:iam::${this.account}:role/${ground.stackName}-${name}`;
    const deployer = `arn:aws:iam::${this.account}:role/cdk-hnb659fds-cfn-exec-role-${this.account}-${this.region}`;
    this.orders = new EncryptedQueueToTable(this, 'Orders', {
      keyArn: ground.key.keyArn,
      keyPolicyManagement: KeyPolicyManagement.replace(),
      strictConditions,
      adminRoleArns: [role('Admin')],
      consumerRoleArns: [role('Consumer')],
      redriverRoleArns: [role('Redriver')],
      destroyerRoleArns: [deployer],
      allowDestructionWithoutMfa: true, // CloudFormation has no second factor
      partitionKey: ItemKey.jsonField('id'),
      messageBody: MessageBody.jsonFields(),
      outagePatience: Duration.minutes(10), // IAM's first minutes make no dead letter; poison does not wait
      acceptedDeviations: strictConditions ? [] : [PROBE],
      deletionProtection: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const rule = new Rule(this, 'Rule', { eventPattern: { source: ['integ'] } });
    rule.addTarget(new SqsQueue(this.orders.queue, { message: RuleTargetInput.fromObject({ id: 'o-rule' }) }));
    this.orders.allowRule(rule);
    this.managerName = `${this.stackName}-key-policy`;
  }
}
