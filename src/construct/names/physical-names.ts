import { createHash } from 'node:crypto';
import { type ArnComponents, ArnFormat, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { partitionOf, urlSuffixOf } from './partition';

/** The names a user chose; the rest is made from the stack and the construct path. */
export interface ChosenNames {
  readonly queueName?: string;
  readonly tableName?: string;
  readonly functionName?: string;
  readonly fifo?: boolean;
  readonly roleNamePrefix?: string;
  readonly rolePath?: string;
}

/**
 * The names of everything the key policy speaks of, known before anything exists.
 *
 * If they came from the created resources, the policy could only be written after them, yet nothing can be created
 * under the key before the policy allows it.
 */
export class PhysicalNames {
  public readonly queueName: string;
  public readonly deadLetterQueueName: string;
  public readonly tableName: string;
  public readonly functionName: string;
  public readonly writerRoleName: string;
  public readonly rolePath: string;
  /** The key policy manager is one for all constructs of a stack whose roles are named alike. */
  public readonly policyManagerId: string;
  public readonly policyManagerFunctionName: string;
  public readonly policyManagerRoleName: string;

  /**
   * What tells our statements of the key policy from those of others: the stack and the path, so it is unique in the
   * account and Region of the key.
   */
  public readonly sidPrefix: string;

  public readonly partition: string;
  public readonly account: string;
  public readonly region: string;

  private readonly urlSuffix: string;
  private readonly stack: Stack;

  public constructor(scope: Construct, chosen: ChosenNames) {
    this.stack = Stack.of(scope);
    this.account = this.stack.account;
    this.region = this.stack.region;
    this.partition = partitionOf(scope);
    this.urlSuffix = urlSuffixOf(scope);
    this.sidPrefix = Names.uniqueResourceName(scope, { maxLength: 60 });
    // 40 characters leave room for the longest suffix in the shortest name: a role has 64
    const base = Names.uniqueResourceName(scope, { maxLength: 40, separator: '-' });
    const fifo = chosen.fifo ? '.fifo' : '';
    const queue = chosen.queueName ?? base;
    this.queueName = `${queue}${fifo}`;
    this.deadLetterQueueName = `${queue}-dlq${fifo}`;
    this.tableName = chosen.tableName ?? base;
    this.functionName = chosen.functionName ?? base;
    // roles are global: the same stack may stand in two Regions
    const prefix = chosen.roleNamePrefix ?? '';
    const room = 64 - prefix.length - `-key-${this.region}`.length;
    const role = room < 40 ? Names.uniqueResourceName(scope, { maxLength: room, separator: '-' }) : base;
    this.rolePath = chosen.rolePath ?? '/';
    this.writerRoleName = `${prefix}${role}-${this.region}`;
    const alike = prefix === '' && this.rolePath === '/' ? '' : digest(`${prefix} ${this.rolePath}`);
    const shared = (maxLength: number) =>
      `${Names.uniqueResourceName(this.stack, { maxLength: maxLength - alike.length, separator: '-' })}${alike}`;
    this.policyManagerId = `EncryptedQueueToTableKeyPolicyManager${alike}`;
    this.policyManagerFunctionName = `${shared(40)}-key-policy`;
    this.policyManagerRoleName = `${prefix}${shared(Math.min(room, 40))}-key-${this.region}`;
  }

  /** The account's root user. */
  public get rootArn(): string {
    return this.arn({ service: 'iam', region: '', resource: 'root', arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }

  /** What a policy about the data speaks of. */
  public get arns() {
    const { account, deadLetterQueueArn, queueArn, region, tableArn, tableName } = this;
    return { account, deadLetterQueueArn, queueArn, region, tableArn, tableName };
  }

  public get queueArn(): string {
    return this.arn({ service: 'sqs', resource: this.queueName, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }

  public get deadLetterQueueArn(): string {
    return this.arn({ service: 'sqs', resource: this.deadLetterQueueName, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  }

  public get queueUrl(): string {
    return this.urlOf(this.queueName);
  }

  public get deadLetterQueueUrl(): string {
    return this.urlOf(this.deadLetterQueueName);
  }

  public get tableArn(): string {
    return this.arn({ service: 'dynamodb', resource: 'table', resourceName: this.tableName });
  }

  public get functionArn(): string {
    return this.functionArnOf(this.functionName);
  }

  public get logGroupName(): string {
    return `/aws/lambda/${this.functionName}`;
  }

  public get logGroupArn(): string {
    return this.logGroupArnOf(this.logGroupName);
  }

  public get writerRoleArn(): string {
    return this.roleArnOf(this.writerRoleName);
  }

  public get policyManagerFunctionArn(): string {
    return this.functionArnOf(this.policyManagerFunctionName);
  }

  public get policyManagerRoleArn(): string {
    return this.roleArnOf(this.policyManagerRoleName);
  }

  private urlOf(queueName: string): string {
    return `https://sqs.${this.region}.${this.urlSuffix}/${this.account}/${queueName}`;
  }

  private functionArnOf(name: string): string {
    return this.arn({
      service: 'lambda',
      resource: 'function',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private logGroupArnOf(name: string): string {
    return this.arn({
      service: 'logs',
      resource: 'log-group',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private roleArnOf(name: string): string {
    return this.arn({
      service: 'iam',
      region: '',
      resource: `role${this.rolePath}${name}`,
      arnFormat: ArnFormat.NO_RESOURCE_NAME,
    });
  }

  private arn(components: ArnComponents): string {
    return this.stack.formatArn({ partition: this.partition, ...components });
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
