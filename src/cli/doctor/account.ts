import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetEventSourceMappingCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { NotAllowed } from './not-allowed';
import { parsePolicy } from '../../key-policy/parse-policy';
import { type DeployedPolicy, METADATA_KEY, parsePhysicalId, RESOURCE_TYPE } from '../../key-policy-manager/properties';
import { clientConfiguration } from '../aws';
import { CliError } from '../cli-error';
import { readKeyGrants } from '../policy/key-grants';
import type { VerbContext } from '../verb';

/** What is deployed of a stack with one construct in it: each thing is read once, when a check first asks for it. */
export class Account {
  private readonly answers = new Map<string, Promise<unknown>>();
  private readonly configuration;

  public constructor(
    context: VerbContext,
    public readonly stackName: string,
    public readonly now: Date,
  ) {
    this.configuration = clientConfiguration(context.aws);
  }

  public async stack() {
    return this.read('cloudformation:DescribeStacks', async () => {
      const { Stacks = [] } = await this.cloudFormation().send(
        new DescribeStacksCommand({ StackName: this.stackName }),
      );
      return Stacks[0];
    });
  }

  /** The physical ids of the resources of a type. */
  public async idsOf(type: string): Promise<string[]> {
    return (await this.resourcesOf(type)).flatMap(({ PhysicalResourceId: id }) => id ?? []);
  }

  /** The policy that the stack put on the key, if a deployment puts it. */
  public async deployedPolicy(): Promise<DeployedPolicy | undefined> {
    const [resource] = await this.resourcesOf(RESOURCE_TYPE);
    if (resource === undefined) return undefined;
    return this.read('cloudformation:DescribeStackResource', async () => {
      const { StackResourceDetail } = await this.cloudFormation().send(
        new DescribeStackResourceCommand({
          StackName: this.stackName,
          LogicalResourceId: resource.LogicalResourceId,
        }),
      );
      return JSON.parse(StackResourceDetail?.Metadata ?? '{}')[METADATA_KEY] as DeployedPolicy | undefined;
    });
  }

  /** The key that the construct was given. */
  public async keyArn(): Promise<string> {
    const [id] = await this.idsOf(RESOURCE_TYPE);
    const { KmsMasterKeyId } = id === undefined ? await this.queue() : { KmsMasterKeyId: parsePhysicalId(id)?.keyArn };
    if (KmsMasterKeyId === undefined) throw new CliError(`no key is found in the stack ${this.stackName}`);
    return KmsMasterKeyId;
  }

  public async key() {
    const KeyId = await this.keyArn();
    return this.read(
      'kms:DescribeKey',
      async () => (await this.kms().send(new DescribeKeyCommand({ KeyId }))).KeyMetadata!,
    );
  }

  public async keyPolicy() {
    const KeyId = await this.keyArn();
    return this.read('kms:GetKeyPolicy', async () =>
      parsePolicy((await this.kms().send(new GetKeyPolicyCommand({ KeyId }))).Policy ?? '', KeyId),
    );
  }

  public async grants() {
    const keyArn = await this.keyArn();
    return this.read('kms:ListGrants', async () => {
      const grants = await readKeyGrants(this.kms(), keyArn);
      if (grants === undefined) throw new NotAllowed('kms:ListGrants');
      return grants;
    });
  }

  public async mapping() {
    const UUID = await this.only('AWS::Lambda::EventSourceMapping');
    return this.read('lambda:GetEventSourceMapping', async () =>
      this.lambda().send(new GetEventSourceMappingCommand({ UUID })),
    );
  }

  public async writer() {
    const { FunctionArn } = await this.mapping();
    return this.read('lambda:GetFunctionConfiguration', async () =>
      this.lambda().send(new GetFunctionConfigurationCommand({ FunctionName: FunctionArn })),
    );
  }

  public async queue(): Promise<Record<string, string>> {
    return this.queueAttributes((await this.mapping()).EventSourceArn!);
  }

  public async deadLetters(): Promise<Record<string, string>> {
    const { RedrivePolicy = '{}' } = await this.queue();
    return this.queueAttributes(JSON.parse(RedrivePolicy).deadLetterTargetArn);
  }

  public async table() {
    const TableName = await this.only('AWS::DynamoDB::GlobalTable');
    return this.read(
      'dynamodb:DescribeTable',
      async () => (await this.dynamodb().send(new DescribeTableCommand({ TableName }))).Table!,
    );
  }

  /** The alarms of the stack. */
  public async alarms() {
    const AlarmNames = await this.idsOf('AWS::CloudWatch::Alarm');
    return this.read('cloudwatch:DescribeAlarms', async () => {
      if (AlarmNames.length === 0) return [];
      const client = new CloudWatchClient(this.configuration);
      return (await client.send(new DescribeAlarmsCommand({ AlarmNames, MaxRecords: 100 }))).MetricAlarms ?? [];
    });
  }

  private async resourcesOf(type: string): Promise<StackResourceSummary[]> {
    const all = await this.read('cloudformation:ListStackResources', async () => {
      const found: StackResourceSummary[] = [];
      let NextToken: string | undefined;
      do {
        const page = await this.cloudFormation().send(
          new ListStackResourcesCommand({ StackName: this.stackName, NextToken }),
        );
        found.push(...(page.StackResourceSummaries ?? []));
        NextToken = page.NextToken;
      } while (NextToken);
      return found;
    });
    return all.filter(({ ResourceType }) => ResourceType === type);
  }

  private async queueAttributes(arn: string): Promise<Record<string, string>> {
    return this.read(
      'sqs:GetQueueAttributes',
      async () => {
        const client = new SQSClient(this.configuration);
        const [QueueOwnerAWSAccountId, QueueName] = arn.split(':').slice(-2);
        const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName, QueueOwnerAWSAccountId }));
        const answer = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
        return answer.Attributes ?? {};
      },
      arn,
    );
  }

  private noStack(): CliError {
    return new CliError(`there is no stack ${this.stackName} in this account and Region`);
  }

  /** The one resource of a type. A stack with several constructs has several. */
  private async only(type: string): Promise<string> {
    const ids = await this.idsOf(type);
    if (ids.length === 1) return ids[0]!;
    throw new CliError(`the stack ${this.stackName} must have one ${type}, got ${ids.length}`);
  }

  /** Reads once, and says by name what the caller may not do. */
  private async read<T>(action: string, ask: () => Promise<T>, of = ''): Promise<T> {
    const name = `${action} ${of}`;
    const answer =
      this.answers.get(name) ??
      ask().catch(error => Promise.reject(isMissing(error) ? this.noStack() : NotAllowed.from(error, action)));
    this.answers.set(name, answer);
    return answer as Promise<T>;
  }

  private readonly cloudFormation = () => new CloudFormationClient(this.configuration);
  private readonly kms = () => new KMSClient(this.configuration);
  private readonly lambda = () => new LambdaClient(this.configuration);
  private readonly dynamodb = () => new DynamoDBClient(this.configuration);
}

/** CloudFormation has no error of its own for that. */
const isMissing = ({ message, name }: Error): boolean => name === 'ValidationError' && /does not exist/.test(message);
