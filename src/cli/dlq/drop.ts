import { createHash } from 'node:crypto';
import { DeleteMessageCommand, type Message } from '@aws-sdk/client-sqs';
import { DeadLetterQueue } from './dead-letter-queue';
import type { Death } from './deaths';
import { receiveDeadLetters, sentAt } from './receive';
import { requireNoFile, writeNewFile } from '../../ceremony/new-file';
import { RequestLog } from '../../ceremony/request-log';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { askCaller } from '../caller';
import { CliError, UsageError } from '../cli-error';
import { confirm, requireAnswer } from '../confirm';
import { Account } from '../deployed/account';
import { CONSTRUCT_OPTION, CONSTRUCT_OPTION_HELP } from '../deployed/construct-option';
import type { Verb, VerbContext } from '../verb';

/** `dlq drop` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table dlq drop STACK --id ID --reason TEXT [options]

Deletes dead letters that nobody will mend, and leaves a record: who did it, when and why, and the id, the SHA-256 digest and the size of each message. The record has no body. It is written to a file before anything is deleted, and printed: keep it where you keep what you may have to show.

To find a message SQS has to hand it over: it needs the rights of a redriver. The others that are received on the way are hidden for a minute.

Options:
${CONSTRUCT_OPTION_HELP}
  --id ID                    The id of a message, as dlq list shows it. May be repeated.
  --reason TEXT              Why it may go.
  --record FILE              Where the record goes. [default: dropped-TIME.json]
  --dry-run                  Find the messages, and delete none.
  --yes                      Do not ask.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table dlq drop OrdersStack --id 5fea7756-0ea4-451a-a703-a558b933e274 --reason 'no order, see OPS-7'`,

  options: {
    ...AWS_OPTIONS,
    ...CONSTRUCT_OPTION,
    id: { type: 'string', multiple: true },
    reason: { type: 'string' },
    record: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { now, positionals, terminal, values } = context;
    const [stackName] = positionals;
    if (stackName === undefined) throw new UsageError('missing STACK, the name of the stack whose dead letters go');
    const ids = [...new Set(values.list('id'))];
    if (ids.length === 0) throw new UsageError('missing --id');
    const why = values.required('reason').trim();
    if (why === '') throw new UsageError("--reason must say why, got ''");
    const file = values.text('record') ?? `dropped-${now().toISOString().replace(/[:.]/g, '-')}.json`;
    requireNoFile(file);
    requireAnswer(context, 'dlq drop');

    const queue = await DeadLetterQueue.of(context, new Account(context, stackName, now()));
    const isDry = values.flag('dry-run');
    if (!isDry && !(await confirm(context, `delete ${ids.length} messages of ${queue.arn} for ever?`))) return 0;
    const { arn: by } = await askCaller(context, { requests: new RequestLog() }, context.aws.region);
    const deaths = new Map((await queue.deaths()).map(death => [death.messageId, death]));
    const messages = await find(queue, ids);
    const record = {
      dropped: messages.map(message => describe(message, deaths.get(message.MessageId!))),
      queue: queue.arn,
      reason: why,
      by,
      at: now(),
    };
    terminal.json(record);
    if (isDry) return 0;
    await writeNewFile(file, `${JSON.stringify(record, undefined, 2)}\n`);
    await drop(context, queue, messages, file);
    return 0;
  },
};

/** Long enough to go through the queue. */
const HIDDEN_SECONDS = 60;

/** @throws CliError unless all are there */
async function find(queue: DeadLetterQueue, ids: readonly string[]): Promise<Message[]> {
  const received = await receiveDeadLetters(queue, HIDDEN_SECONDS, found => ids.every(id => found.has(id)));
  const missing = ids.filter(id => !received.has(id));
  if (missing.length > 0) throw new CliError(`not among the dead letters: ${missing.join(', ')}`, NOT_FOUND);
  return ids.map(id => received.get(id)!);
}

const NOT_FOUND =
  'nothing is deleted; a message that was received just now is hidden for a minute, and a FIFO queue hands over ten of a group';

async function drop(
  { terminal }: VerbContext,
  { sqs, url }: DeadLetterQueue,
  messages: readonly Message[],
  file: string,
): Promise<void> {
  let dropped = 0;
  for (const { MessageId, ReceiptHandle } of messages) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle })).catch((error: Error) => {
      throw new CliError(
        `${dropped} of ${messages.length} messages of '${file}' are deleted, ${MessageId} is not: ${error.name}`,
        'drop the rest with a record of their own',
      );
    });
    dropped += 1;
  }
  terminal.progress(`deleted ${dropped} of ${messages.length} messages; the record is ${file}`);
}

/** What tells later which message it was, without saying what was in it. */
function describe(message: Message, death: Death | undefined): object {
  const { Body = '', MessageId } = message;
  return {
    messageId: MessageId,
    sha256: createHash('sha256').update(Body).digest('hex'),
    bytes: Buffer.byteLength(Body),
    sentAt: sentAt(message),
    ...(death && { diedOf: `${death.class} ${death.reason}` }),
  };
}
