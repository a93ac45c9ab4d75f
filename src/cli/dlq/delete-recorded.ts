import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from './dead-letter-queue';
import type { DropRecord, Fate } from './drop-record';
import type { DeadLetter } from './receive';
import { explainAwsError } from '../aws-error';
import { CliError } from '../cli-error';
import type { Terminal } from '../terminal';
import type { VerbContext } from '../verb';

/** The part of the terminal that has to do with Ctrl-C. */
type Stoppable = Pick<Terminal, 'whenInterrupted' | 'whenStopped'>;

/**
 * Deletes dead letters one after the other, and says of each in the record what became of it. Ctrl-C stops it after the
 * message that is being deleted.
 *
 * @throws CliError unless all are deleted
 */
export async function deleteRecorded(
  { now, terminal }: Pick<VerbContext, 'now'> & { readonly terminal: Stoppable },
  queue: Pick<DeadLetterQueue, 'sqs' | 'url'>,
  messages: readonly DeadLetter[],
  record: DropRecord,
): Promise<void> {
  const stop = new AbortController();
  terminal.whenInterrupted = () => stop.abort(new Error('stopped'));
  try {
    for (const message of messages) {
      stop.signal.throwIfAborted();
      const maybe = `of these, ${message.MessageId} may be deleted`;
      terminal.whenStopped = `${record.sum()}; ${maybe}; the record is ${record.file}`;
      await deleteOne(queue, message, record, now);
    }
  } catch (error) {
    const why = explainAwsError(error)?.message ?? (error as Error).message;
    throw new CliError(`${why}: ${record.sum()}`, LOOK_AGAIN);
  } finally {
    terminal.whenInterrupted = undefined;
    terminal.whenStopped = `${record.sum()}; the record is ${record.file}`;
  }
}

const LOOK_AGAIN = 'in a minute dlq peek shows which are still there; drop those with a record of their own';

async function deleteOne(
  { sqs, url }: Pick<DeadLetterQueue, 'sqs' | 'url'>,
  { hiddenUntil, MessageId = '', ReceiptHandle }: DeadLetter,
  record: DropRecord,
  now: () => Date,
): Promise<void> {
  if (now() >= hiddenUntil) throw new Error('SQS hides the messages no longer');
  await record.set(MessageId, 'unknown');
  try {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
  } catch (error) {
    await record.set(MessageId, fateAfter(error as ServiceError));
    throw error;
  }
  // once somebody else has received a message, SQS answers that it is deleted even if it is not
  if (now() >= hiddenUntil) throw new Error('SQS answered when it hid the message no longer');
  await record.set(MessageId, 'deleted');
}

interface ServiceError {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
}

/** A call that SQS refused did nothing. What a call did that failed, or that was tried before, is not known. */
function fateAfter({ $metadata: { attempts, httpStatusCode: status = 0 } = {} }: ServiceError): Fate {
  return status >= 400 && status < 500 && attempts === 1 ? 'remains' : 'unknown';
}
