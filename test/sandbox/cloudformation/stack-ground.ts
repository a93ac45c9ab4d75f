import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { executionRoleArn } from '../../../sandbox/cloudformation/cloud';
import type { ResourceDeclaration, Template } from '../../../sandbox/cloudformation/template';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

/** A custom resource that keeps a list of what it was asked in a log, and does as it is told. */
const RECORDER = `
export const handler = async (event) => {
  const { RequestType, ResponseURL, ResourceProperties: { Fails, Id }, PhysicalResourceId, OldResourceProperties } = event;
  console.log(JSON.stringify({ RequestType, Id, Old: OldResourceProperties?.Id, PhysicalResourceId }));
  const Status = [Fails].flat().includes(RequestType) ? 'FAILED' : 'SUCCESS';
  const body = JSON.stringify({ Status, Reason: 'told to', PhysicalResourceId: 'made-' + Id, Data: { Id, Kind: typeof Id } });
  await fetch(ResponseURL, { method: 'PUT', body });
};`;

export const role: ResourceDeclaration = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};

export const recorder: ResourceDeclaration = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'recorder',
    Code: { S3Bucket: 'assets', S3Key: 'recorder' },
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Runtime: 'nodejs24.x',
    Timeout: 10,
  },
};

export const custom = (properties: object): ResourceDeclaration => ({
  Type: 'Custom::Recorded',
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Recorder', 'Arn'] }, ...properties },
});

/** A sandbox for each test, to deploy stacks into. */
export class StackGround {
  public static async open(): Promise<StackGround> {
    const code = await mkdtemp(join(tmpdir(), 'recorder-'));
    await writeFile(join(code, 'index.mjs'), RECORDER);
    return new StackGround(await startSandbox(), code);
  }

  public readonly sqs: SQSClient;
  public readonly dynamoDb: DynamoDBClient;

  private constructor(
    public readonly sandbox: Sandbox,
    private readonly code: string,
  ) {
    const client = sandbox.clientOf(executionRoleArn(sandbox.account, sandbox.region));
    [this.sqs, this.dynamoDb] = [new SQSClient(client), new DynamoDBClient(client)];
  }

  public async deploy(template: Template, name = 'Stack'): Promise<Record<string, unknown>> {
    const { account, region } = this.sandbox;
    const assets = new Map([['assets/recorder', this.code]]);
    return this.sandbox.deploy({ name, account, region, template, assets });
  }

  public async queueNames(): Promise<(string | undefined)[]> {
    const { QueueUrls = [] } = await this.sqs.send(new ListQueuesCommand({}));
    return QueueUrls.map(url => url.split('/').at(-1));
  }

  /** What the custom resources were asked, in order. */
  public get asked(): unknown[] {
    const events = this.sandbox.logs.eventsOf('/aws/lambda/recorder');
    return events.map(({ message }) => JSON.parse(message) as unknown);
  }

  public async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.code, { recursive: true });
  }
}

export const queue = (properties: Record<string, unknown> = {}, more: object = {}): ResourceDeclaration => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  ...more,
});
