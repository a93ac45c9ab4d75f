import { DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetEventSourceMappingCommand, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { Deployment } from './deployment';
import { Reader } from './reader';
import type { ConstructParts } from './template';
import { parseKeyArn } from '../../arn';
import { parsePolicy } from '../../key-policy/parse-policy';
import type { PolicyDocument } from '../../key-policy/statement';
import { type DeployedPolicy, METADATA_KEY } from '../../key-policy-manager/properties';
import { CliError } from '../cli-error';
import type { VerbContext } from '../verb';

/**
 * What is deployed of one construct of a stack, as AWS says it now. Each thing is read once, when a check first asks
 * for it.
 */
export class Account extends Reader {
  public readonly deployment: Deployment;

  public constructor(
    context: VerbContext,
    public readonly stackName: string,
    public readonly now: Date,
  ) {
    super(context.aws);
    this.deployment = new Deployment(this, stackName, context.values.text('construct'));
  }

  /** The policy that the stack put on the key, if a deployment puts it. */
  public async deployedPolicy(): Promise<DeployedPolicy | undefined> {
    const { keyPolicy } = await this.deployment.parts();
    if (keyPolicy === undefined) return undefined;
    const { StackResourceDetail } = await this.ask(
      'cloudformation:DescribeStackResource',
      new DescribeStackResourceCommand({ StackName: this.stackName, LogicalResourceId: keyPolicy }),
    );
    return JSON.parse(StackResourceDetail?.Metadata ?? '{}')[METADATA_KEY] as DeployedPolicy | undefined;
  }

  /** The key that the construct was given. */
  public async keyArn(): Promise<string> {
    const { KmsMasterKeyId } = await this.rendered('queue');
    if (parseKeyArn(String(KmsMasterKeyId))) return String(KmsMasterKeyId);
    throw new CliError(`no key is found in the stack ${this.stackName}`);
  }

  /** The key; nothing if KMS knows none of that ARN. */
  public async key() {
    const KeyId = await this.keyArn();
    return (await this.find('kms:DescribeKey', new DescribeKeyCommand({ KeyId })))?.KeyMetadata;
  }

  public async keyPolicy(): Promise<PolicyDocument> {
    const KeyId = await this.keyArn();
    const { Policy = '' } = await this.ask('kms:GetKeyPolicy', new GetKeyPolicyCommand({ KeyId }));
    return parsePolicy(Policy, KeyId);
  }

  public async queue(): Promise<Readonly<Record<string, string>>> {
    return this.attributesOf('queue');
  }

  public async deadLetters(): Promise<Readonly<Record<string, string>>> {
    return this.attributesOf('deadLetters');
  }

  /** The table; nothing if there is none. */
  public async table() {
    const TableName = await this.idOf('table');
    return (await this.find('dynamodb:DescribeTable', new DescribeTableCommand({ TableName })))?.Table;
  }

  /** The writer's function. */
  public async writer() {
    const FunctionName = await this.idOf('writer');
    return this.ask('lambda:GetFunctionConfiguration', new GetFunctionConfigurationCommand({ FunctionName }));
  }

  /** The mapping that makes Lambda poll the queue; nothing if there is none. */
  public async mapping() {
    const UUID = await this.idOf('mapping');
    return this.find('lambda:GetEventSourceMapping', new GetEventSourceMappingCommand({ UUID }));
  }

  /** The properties of a part as the template has them, with its references filled in. */
  public async rendered(part: Part): Promise<Readonly<Record<string, any>>> {
    return this.deployment.rendered((await this.deployment.parts())[part]);
  }

  /** The physical id of a part. */
  public async idOf(part: Part): Promise<string> {
    return this.deployment.requirePhysicalId((await this.deployment.parts())[part]);
  }

  private async attributesOf(part: 'queue' | 'deadLetters'): Promise<Readonly<Record<string, string>>> {
    const QueueName = (await this.idOf(part)).split('/').at(-1)!;
    const found = await this.find('sqs:GetQueueUrl', new GetQueueUrlCommand({ QueueName }));
    if (found === undefined) return {};
    const { QueueUrl } = found;
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
    return (await this.ask('sqs:GetQueueAttributes', command)).Attributes ?? {};
  }
}

type Part = Exclude<keyof ConstructParts, 'path' | 'alarms' | 'rules' | 'identityPolicies'>;
