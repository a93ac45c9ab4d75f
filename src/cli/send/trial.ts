import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { makeTrialMessage, messageBytes, recordOf, type TrialMessage } from './trial-message';
import { type Configuration, parseConfiguration } from '../../writer/configuration';
import { renderItem } from '../../writer/item/message-item';
import { Refusal } from '../../writer/item/refusal';
import { clientConfiguration } from '../aws';
import { CliError } from '../cli-error';
import type { Account } from '../deployed/account';
import { askQueueUrl } from '../queue-url';
import type { VerbContext } from '../verb';

/** What the command line says of the messages. */
export interface TrialOptions extends Partial<TrialMessage> {
  readonly count?: number;
  /** The message group. @default in a FIFO queue one of its own */
  readonly group?: string;
}

/** Messages that are ready to be sent: the writer will make an item of each. */
export interface Trial {
  readonly queueArn: string;
  readonly configuration: Configuration;
  readonly messages: readonly TrialMessage[];
  readonly group?: string;
}

/** The key of an item, as the table has it. */
export type TrialKey = Readonly<Record<string, string>>;

/** What became of a message. Its item was written between `notYetAt` and `seenAt`, two looks at the table. */
export interface TrialOutcome {
  readonly messageId: string;
  readonly key: TrialKey;
  readonly sentAt: Date;
  readonly notYetAt?: Date;
  readonly seenAt?: Date;
  readonly item?: Readonly<Record<string, unknown>>;
}

/**
 * Reads what is deployed and makes the messages for it.
 *
 * @throws CliError if the queue or the writer would refuse one of them: then nothing is sent
 */
export async function prepareTrial(account: Account, options: TrialOptions = {}): Promise<Trial> {
  const { Environment } = await account.writer();
  const configuration = parseConfiguration(Environment?.Variables?.WRITER_CONFIGURATION);
  const { FifoQueue, MaximumMessageSize, QueueArn: queueArn = '' } = await account.queue();
  const messages = Array.from({ length: options.count ?? 1 }, () =>
    makeTrialMessage(configuration, `trial-${randomUUID()}`, options),
  );
  const group = options.group ?? (FifoQueue === 'true' ? `trial-${randomUUID()}` : undefined);
  const trial: Trial = { queueArn, configuration, messages, ...(group !== undefined && { group }) };
  for (const message of messages) {
    const bytes = messageBytes(message);
    if (bytes > Number(MaximumMessageSize)) {
      throw new CliError(`the queue takes messages of at most ${MaximumMessageSize} bytes, got ${bytes}`, SMALLER);
    }
    trialKey(trial, message, randomUUID(), account.now);
  }
  return trial;
}

const SMALLER = 'send a smaller body, or give the construct a larger maxMessageSize';

/** The key of the item that the writer makes of a message, by the writer's own code. */
export function trialKey(
  { configuration, queueArn }: Trial,
  message: TrialMessage,
  messageId: string,
  sentAt: Date,
): TrialKey {
  try {
    const { item } = renderItem(recordOf(message, messageId, queueArn, sentAt), configuration);
    const { partitionKey, sortKey } = configuration;
    const names = [partitionKey.name, ...(sortKey ? [sortKey.name] : [])];
    return Object.fromEntries(names.map(name => [name, item[name]!.S!]));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CliError(`the writer would refuse this message: ${error.reason}`, 'docs/faq.md says what each reason is');
  }
}

/**
 * Sends the messages, and looks for their items until all are there or the time is over.
 *
 * @throws CliError if an item is there before: it could not be told from the one to be written
 */
export async function runTrial(context: VerbContext, trial: Trial, seconds: number): Promise<TrialOutcome[]> {
  const table = new Table(context, trial);
  const [first] = trial.messages;
  if (first && (await table.look(trialKey(trial, first, randomUUID(), context.now())))) {
    throw new CliError('the table has an item with this key already', 'give a body with another key');
  }
  const sqs = new SQSClient(clientConfiguration(context.aws));
  const QueueUrl = await askQueueUrl(sqs, trial.queueArn);
  const sent: TrialOutcome[] = [];
  for (const message of trial.messages) sent.push(await sendOne(sqs, QueueUrl, trial, message, context.now()));
  return table.await(sent, seconds);
}

async function sendOne(
  sqs: SQSClient,
  QueueUrl: string,
  trial: Trial,
  message: TrialMessage,
  sentAt: Date,
): Promise<TrialOutcome> {
  const attributes = Object.entries(message.attributes);
  const { MessageId: messageId = '' } = await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: message.body,
      MessageGroupId: trial.group,
      ...(trial.queueArn.endsWith('.fifo') && { MessageDeduplicationId: randomUUID() }),
      ...(attributes.length > 0 && {
        MessageAttributes: Object.fromEntries(
          attributes.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      }),
    }),
  );
  return { messageId, sentAt, key: trialKey(trial, message, messageId, sentAt) };
}

const LOOK_EVERY_MILLISECONDS = 250;
const LOOKS_AT_A_TIME = 10;

/** The table as a reader sees it. */
class Table {
  private readonly client: DynamoDBDocumentClient;

  public constructor(
    private readonly context: VerbContext,
    private readonly trial: Trial,
  ) {
    this.client = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfiguration(context.aws)), {
      unmarshallOptions: { wrapNumbers: exactNumber },
    });
  }

  public async look(Key: TrialKey): Promise<Record<string, unknown> | undefined> {
    const TableName = this.trial.configuration.tableName;
    return (await this.client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  }

  /** Looks again and again for what is not there yet. */
  public async await(sent: readonly TrialOutcome[], seconds: number): Promise<TrialOutcome[]> {
    const { now, sleep } = this.context;
    const outcomes = [...sent];
    const end = now().getTime() + seconds * 1000;
    for (;;) {
      const missing = [...outcomes.keys()].filter(index => outcomes[index]!.item === undefined);
      for (let from = 0; from < missing.length; from += LOOKS_AT_A_TIME) {
        await Promise.all(
          missing.slice(from, from + LOOKS_AT_A_TIME).map(async index => {
            outcomes[index] = await this.lookFor(outcomes[index]!);
          }),
        );
      }
      if (outcomes.every(({ item }) => item !== undefined) || now().getTime() >= end) return outcomes;
      await sleep(LOOK_EVERY_MILLISECONDS);
    }
  }

  private async lookFor(outcome: TrialOutcome): Promise<TrialOutcome> {
    const startedAt = this.context.now();
    const item = await this.look(outcome.key);
    return item === undefined ? { ...outcome, notYetAt: startedAt } : { ...outcome, item, seenAt: this.context.now() };
  }
}

/** A number that JavaScript would round stays the text that it is. */
const exactNumber = (text: string): number | string => (String(Number(text)) === text ? Number(text) : text);
