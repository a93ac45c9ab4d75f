import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

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

  private readonly stack: Stack;

  public constructor(scope: Construct, chosen: ChosenNames) {
    this.stack = Stack.of(scope);
    // 40 characters leave room for the longest suffix in the shortest name: a role has 64
    const base = Names.uniqueResourceName(scope, { maxLength: 40, separator: '-' });
    const fifo = chosen.fifo ? '.fifo' : '';
    const queue = chosen.queueName ?? base;
    this.queueName = `${queue}${fifo}`;
    this.deadLetterQueueName = `${queue}-dlq${fifo}`;
    this.tableName = chosen.tableName ?? base;
    this.functionName = chosen.functionName ?? base;
    this.writerRoleName = `${base}-${this.stack.region}`; // roles are global: the same stack may stand in two Regions
  }

  public get queueArn(): string {
    return this.arn('sqs', this.queueName);
  }

  public get deadLetterQueueArn(): string {
    return this.arn('sqs', this.deadLetterQueueName);
  }

  public get tableArn(): string {
    return this.arn('dynamodb', this.tableName, 'table');
  }

  public get functionArn(): string {
    return this.stack.formatArn({ service: 'lambda', resource: 'function', resourceName: this.functionName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  public get logGroupName(): string {
    return `/aws/lambda/${this.functionName}`;
  }

  public get logGroupArn(): string {
    return this.stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: this.logGroupName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  public get writerRoleArn(): string {
    return this.stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: this.writerRoleName });
  }

  private arn(service: string, resource: string, type?: string): string {
    return this.stack.formatArn(type ? { service, resource: type, resourceName: resource } : { service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }
}
