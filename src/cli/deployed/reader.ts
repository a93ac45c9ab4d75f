import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { NotRead } from './not-read';
import { clientConfiguration } from '../aws';
import type { AwsOptions } from '../aws-options';

const CLIENTS = {
  cloudformation: CloudFormationClient,
  cloudtrail: CloudTrailClient,
  cloudwatch: CloudWatchClient,
  dynamodb: DynamoDBClient,
  events: EventBridgeClient,
  kms: KMSClient,
  lambda: LambdaClient,
  logs: CloudWatchLogsClient,
  sns: SNSClient,
  sqs: SQSClient,
} as const;

/** A call of a service, as IAM names it. */
export type Action = `${keyof typeof CLIENTS}:${string}`;

/** What a command of the AWS SDK looks like, as far as its answer can be told from it. */
interface Command<Output> {
  readonly input: object;
  resolveMiddleware(stack: any, configuration: any, options: any): (request: any) => Promise<{ output: Output }>;
}

/** Asks AWS: each thing once, when somebody first wants to know it. */
export class Reader {
  private readonly answers = new Map<string, Promise<unknown>>();
  private readonly clients = new Map<string, { send(command: unknown): Promise<unknown> }>();
  private readonly configuration;

  public constructor(aws: AwsOptions) {
    this.configuration = clientConfiguration(aws);
  }

  /**
   * What a service answers.
   *
   * @throws NotRead if the caller may not ask, or is to slow down
   */
  public async ask<Output>(action: Action, command: Command<Output>): Promise<Output> {
    const asked = `${action} ${JSON.stringify(command.input)}`;
    const answer =
      this.answers.get(asked) ??
      this.client(action)
        .send(command)
        .catch(error => Promise.reject(NotRead.from(error, action)));
    this.answers.set(asked, answer);
    return answer as Promise<Output>;
  }

  /** The same; nothing if there is no such thing. */
  public async find<Output>(action: Action, command: Command<Output>): Promise<Output | undefined> {
    return this.ask(action, command).catch((error: Error) => {
      if (/NotFound|NonExistentQueue|QueueDoesNotExist/.test(error.name)) return undefined;
      throw error;
    });
  }

  private client(action: Action): { send(command: unknown): Promise<unknown> } {
    const [service] = action.split(':') as [keyof typeof CLIENTS];
    const client = this.clients.get(service) ?? (new CLIENTS[service](this.configuration) as never);
    this.clients.set(service, client);
    return client;
  }
}
