import { type ArnComponents, ArnFormat, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { partitionOf } from './partition';

/** The names a user chose; the rest is made from the stack and the construct path. */
export interface ChosenNames {
  readonly queueName?: string;
  readonly tableName?: string;
  readonly functionName?: string;
  readonly fifo?: boolean;
}

/**
 * The names of everything the key policy speaks of, known before anything exists.
 *
 * If they came from the created resources, the policy could only be written after them, yet nothing can be created under
 * the key before the policy allows it.
 */
export class PhysicalNames {
  public readonly queueName: string;
  public readonly deadLetterQueueName: string;
  public readonly tableName: string;
  public readonly functionName: string;
  public readonly writerRoleName: string;

  public readonly partition: string;
  public readonly account: string;
  public readonly region: string;

  private readonly stack: Stack;

  public constructor(scope: Construct, chosen: ChosenNames) {
    this.stack = Stack.of(scope);
    this.account = this.stack.account;
    this.region = this.stack.region;
    this.partition = partitionOf(scope);
    // 40 characters leave room for the longest suffix in the shortest name: a role has 64
    const base = Names.uniqueResourceName(scope, { maxLength: 40, separator: '-' });
    const fifo = chosen.fifo ? '.fifo' : '';
    const queue = chosen.queueName ?? base;
    this.queueName = `${queue}${fifo}`;
    this.deadLetterQueueName = `${queue}-dlq${fifo}`;
    this.tableName = chosen.tableName ?? base;
    this.functionName = chosen.functionName ?? base;
    this.writerRoleName = `${base}-${this.region}`; // roles are global: the same stack may stand in two Regions
  }

  public get queueArn(): string {
    return this.arn({ service: 'sqs', resource: this.queueName, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }

  public get deadLetterQueueArn(): string {
    return this.arn({ service: 'sqs', resource: this.deadLetterQueueName, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }

  public get tableArn(): string {
    return this.arn({ service: 'dynamodb', resource: 'table', resourceName: this.tableName });
  }

  public get functionArn(): string {
    return this.arn({ service: 'lambda', resource: 'function', resourceName: this.functionName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  public get logGroupName(): string {
    return `/aws/lambda/${this.functionName}`;
  }

  public get logGroupArn(): string {
    return this.arn({ service: 'logs', resource: 'log-group', resourceName: this.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  public get writerRoleArn(): string {
    return this.arn({ service: 'iam', region: '', resource: 'role', resourceName: this.writerRoleName });
  }

  private arn(components: ArnComponents): string {
    return this.stack.formatArn({ partition: this.partition, ...components });
  }
}
