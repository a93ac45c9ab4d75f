import { createHash } from 'node:crypto';
import { DeadLetterQueue } from './dead-letter-queue';
import type { Death } from './deaths';
import { deleteRecorded } from './delete-recorded';
import { DropRecord, type RecordedMessage } from './drop-record';
import { type DeadLetter, receiveDeadLetters, sentAt } from './receive';
import { requireNoFile } from '../../ceremony/new-file';
import { RequestLog } from '../../ceremony/request-log';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { askCaller } from '../caller';
import { CliError, UsageError } from '../cli-error';
import { confirm, requireAnswer } from '../confirm';
import { Account } from '../deployed/account';
import { CONSTRUCT_OPTION, CONSTRUCT_OPTION_HELP } from '../deployed/construct-option';
import { requireStackName } from '../deployed/stack-name';
import type { Terminal } from '../terminal';
import type { Verb } from '../verb';

/** `dlq drop` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table dlq drop STACK --id ID --reason TEXT [options]

Deletes dead letters that nobody will mend, and leaves a record: who did it, when and why, and the id, the SHA-256 digest, the size and the fate of each message. The record has no body. It is in a file before anything is deleted, and in the end it is printed: keep it where you keep what you may have to show.

The fate is deleted or remains. It is unknown while a message is being deleted, and stays so if the answer of SQS is lost. Ctrl-C stops after the message that is being deleted.

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
    const { now, terminal, values } = context;
    const stackName = requireStackName(context);
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
    const messages = await find(terminal, queue, ids);
    const about = { queue: queue.arn, reason: why, by, at: now() };
    const record = new DropRecord(
      file,
      messages.map(message => describe(message, deaths.get(message.MessageId!))),
      about,
    );
    if (isDry) {
      terminal.json(record);
      return 0;
    }
    await untouched(terminal, record.begin());
    try {
      await deleteRecorded(context, queue, messages, record);
    } finally {
      terminal.json(record);
    }
    terminal.progress(`${record.sum()}; the record is ${file}`);
    return 0;
  },
};

/** Long enough to go through the queue. */
const HIDDEN_SECONDS = 60;

/** @throws CliError unless all are there */
async function find(terminal: Terminal, queue: DeadLetterQueue, ids: readonly string[]): Promise<DeadLetter[]> {
  const enough = (found: ReadonlyMap<string, DeadLetter>): boolean => ids.every(id => found.has(id));
  const received = await untouched(terminal, receiveDeadLetters(queue, HIDDEN_SECONDS, enough));
  const missing = ids.filter(id => !received.has(id));
  if (missing.length > 0) throw new CliError(`not among the dead letters: ${missing.join(', ')}`, NOT_FOUND);
  return ids.map(id => received.get(id)!);
}

const NOT_FOUND =
  'nothing is deleted; a message that was received just now is hidden for a minute, and a FIFO queue hands over ten of a group';

/** The work before the first message is deleted: whatever stops it, that is said. */
async function untouched<T>(terminal: Terminal, work: Promise<T>): Promise<T> {
  terminal.whenStopped = NOTHING;
  return work.catch((error: Error) => {
    terminal.progress(NOTHING);
    throw error;
  });
}

const NOTHING = 'nothing is deleted; what was received is hidden for a minute';

/** What tells later which message it was, without saying what was in it. */
function describe(message: DeadLetter, death: Death | undefined): RecordedMessage {
  const { Body = '', MessageId = '' } = message;
  return {
    messageId: MessageId,
    sha256: createHash('sha256').update(Body).digest('hex'),
    bytes: Buffer.byteLength(Body),
    sentAt: sentAt(message),
    ...(death && { diedOf: `${death.class} ${death.reason}` }),
  };
}
