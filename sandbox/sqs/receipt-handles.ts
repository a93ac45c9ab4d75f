import { randomUUID } from 'node:crypto';
import { SqsError } from './sqs-error';

/** What SQS gives with each receive, to delete the message by. */
export class ReceiptHandles {
  public make(messageId: string): string {
    return Buffer.from(`${messageId} ${randomUUID()}`).toString('base64');
  }

  /** @throws SqsError if the text is no receipt handle */
  public messageIdOf(receiptHandle: string): string {
    const [messageId, receive] = Buffer.from(receiptHandle, 'base64').toString('utf8').split(' ');
    if (receive === undefined) {
      throw new SqsError(
        'ReceiptHandleIsInvalid',
        `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
      );
    }
    return messageId;
  }
}
