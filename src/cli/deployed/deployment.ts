import {
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { fillIn, type TemplateScope } from './fill-in';
import type { Reader } from './reader';
import { type ConstructParts, findConstructs, type Template } from './template';
import { parseArn } from '../../arn';
import { CliError, UsageError } from '../cli-error';

/** A stack as CloudFormation deployed it, and the construct in it that is looked at. */
export class Deployment {
  private readonly known = new Map<string, Promise<unknown>>();

  public constructor(
    private readonly reader: Reader,
    private readonly stackName: string,
    private readonly wanted: string | undefined,
  ) {}

  /** @throws CliError if there is none */
  public async stack(): Promise<Stack> {
    const { Stacks: [stack] = [] } = await this.ask(
      'cloudformation:DescribeStacks',
      new DescribeStacksCommand({ StackName: this.stackName }),
    );
    return stack!;
  }

  public async template(): Promise<Template> {
    return this.once('template', async () => this.readTemplate());
  }

  /**
   * The construct that is meant.
   *
   * @throws CliError if the stack has none, UsageError if `--construct` has to say which
   */
  public async parts(): Promise<ConstructParts> {
    return this.once('parts', async () => this.findParts());
  }

  /** Whether the stack has more than one construct. */
  public async hasSeveral(): Promise<boolean> {
    return findConstructs(await this.template()).length > 1;
  }

  /** The properties of a resource as the template has them, with its references filled in. */
  public async rendered(logicalId = ''): Promise<Readonly<Record<string, any>>> {
    const resource = (await this.template()).Resources[logicalId];
    return fillIn(resource?.Properties ?? {}, await this.once('scope', async () => this.scope())) as Readonly<
      Record<string, any>
    >;
  }

  public async physicalId(logicalId: string): Promise<string | undefined> {
    return (await this.once('ids', async () => this.physicalIds())).get(logicalId);
  }

  /** @throws CliError if the resource was never made */
  public async requirePhysicalId(logicalId = ''): Promise<string> {
    const id = await this.physicalId(logicalId);
    if (id !== undefined) return id;
    throw new CliError(`the stack ${this.stackName} never made ${logicalId}: its deployment did not come so far`);
  }

  private readonly ask: Reader['ask'] = async (action, command) => {
    try {
      return await this.reader.ask(action, command);
    } catch (error) {
      if (!isMissing(error as Error)) throw error;
      throw new CliError(`there is no stack ${this.stackName} in this account and Region`);
    }
  };

  /** A template is large: it is taken apart once. */
  private async once<T>(what: string, work: () => Promise<T>): Promise<T> {
    const answer = this.known.get(what) ?? work();
    this.known.set(what, answer);
    return answer as Promise<T>;
  }

  private async readTemplate(): Promise<Template> {
    const command = new GetTemplateCommand({ StackName: this.stackName, TemplateStage: 'Processed' });
    const { TemplateBody = '' } = await this.ask('cloudformation:GetTemplate', command);
    try {
      return JSON.parse(TemplateBody) as Template;
    } catch {
      throw new CliError(`the template of the stack ${this.stackName} is not JSON, as CDK makes it`);
    }
  }

  private async findParts(): Promise<ConstructParts> {
    const found = findConstructs(await this.template());
    const { wanted } = this;
    const meant = found.filter(({ path }) => wanted === undefined || `/${path}`.endsWith(`/${wanted}`));
    if (meant.length === 1) return meant[0]!;
    if (found.length === 0) throw new CliError(`the stack ${this.stackName} holds no EncryptedQueueToTable`);
    const names = found.map(({ path }) => path).join(', ');
    const hint = `add --construct ${found[0]!.path.split('/').at(-1)}`;
    throw wanted === undefined
      ? new UsageError(`the stack ${this.stackName} holds more than one construct: ${names}`, hint)
      : new UsageError(`the stack ${this.stackName} holds no single construct of that name: ${names}`, hint);
  }

  private async physicalIds(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    let NextToken: string | undefined;
    do {
      const command = new ListStackResourcesCommand({ StackName: this.stackName, NextToken });
      const page = await this.ask('cloudformation:ListStackResources', command);
      for (const { LogicalResourceId, PhysicalResourceId } of page.StackResourceSummaries ?? []) {
        if (PhysicalResourceId) found.set(LogicalResourceId!, PhysicalResourceId);
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }

  private async scope(): Promise<TemplateScope> {
    const { Parameters = [], StackId = '', StackName = '' } = await this.stack();
    const [ids, { Resources }] = [await this.physicalIds(), await this.template()];
    const { partition = 'aws', region = '', account = '' } = parseArn(StackId) ?? {};
    const known: Record<string, string | undefined> = {
      'AWS::AccountId': account,
      'AWS::Partition': partition,
      'AWS::Region': region,
      'AWS::StackId': StackId,
      'AWS::StackName': StackName,
      'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
      ...Object.fromEntries(
        Parameters.map(({ ParameterKey, ParameterValue, ResolvedValue }) => [
          ParameterKey!,
          ResolvedValue ?? ParameterValue,
        ]),
      ),
    };
    const arn = (service: string, resource: string, where = region): string =>
      `arn:${partition}:${service}:${where}:${account}:${resource}`;
    const arnOf: Readonly<Record<string, (id: string, properties: Readonly<Record<string, any>>) => string>> = {
      'AWS::CloudWatch::Alarm': id => arn('cloudwatch', `alarm:${id}`),
      'AWS::DynamoDB::GlobalTable': id => arn('dynamodb', `table/${id}`),
      'AWS::IAM::Role': (id, { Path = '/' }) => arn('iam', `role${Path as string}${id}`, ''),
      'AWS::Lambda::Function': id => arn('lambda', `function:${id}`),
      'AWS::Logs::LogGroup': id => arn('logs', `log-group:${id}:*`),
      'AWS::SQS::Queue': id => arn('sqs', id.split('/').at(-1)!),
    };
    return {
      ref: name => known[name] ?? ids.get(name),
      attribute: (logicalId, name) => {
        const [id, resource] = [ids.get(logicalId), Resources[logicalId]];
        return id === undefined || name !== 'Arn'
          ? undefined
          : arnOf[resource?.Type ?? '']?.(id, resource?.Properties ?? {});
      },
    };
  }
}

/** CloudFormation has no error of its own for that. */
const isMissing = ({ message, name }: Error): boolean => name === 'ValidationError' && /does not exist/.test(message);
