import type { Message } from '@aws-sdk/client-sqs';
import { DeadLetterQueue } from './dead-letter-queue';
import type { Death } from './deaths';
import { receiveDeadLetters, sentAt } from './receive';
import { printable } from '../../key-policy/printable';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { Account } from '../deployed/account';
import { CONSTRUCT_OPTION, CONSTRUCT_OPTION_HELP } from '../deployed/construct-option';
import { requireStackName } from '../deployed/stack-name';
import type { Verb } from '../verb';
import { readWholeNumber } from '../whole-number';

/** `dlq peek` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table dlq peek STACK [options]

Receives some dead letters and shows what each is: its id, when it was sent, what it died of. They stay in the dead-letter queue, and are there again after a second. Their bodies are shown only if you ask for them.

SQS decrypts what it hands over: whoever may peek may read. It needs what dlq list needs, and the rights of a redriver. dlq list says what messages died of without receiving any.

Each look counts as a receive. SQS leaves a message that was received three times out of the age of the oldest, so after three looks the alarm DeadLettersExpire no longer sees it.

Options:
${CONSTRUCT_OPTION_HELP}
  --count N                  How many to receive at most, 1 to 100. [default: 10]
  --show-bodies              Print the bodies too.
  --json                     Print the messages as JSON.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table dlq peek OrdersStack --count 3`,

  options: {
    ...AWS_OPTIONS,
    ...CONSTRUCT_OPTION,
    count: { type: 'string' },
    'show-bodies': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { now, terminal, values } = context;
    const stackName = requireStackName(context);
    const most = readWholeNumber(values, 'count', { from: 1, to: 100, unit: 'messages' }) ?? 10;
    const queue = await DeadLetterQueue.of(context, new Account(context, stackName, now()));
    const deaths = new Map((await queue.deaths()).map(death => [death.messageId, death]));
    const received = await receiveDeadLetters(queue, HIDDEN_SECONDS, ({ size }) => size >= most);
    const shown = [...received.values()]
      .slice(0, most)
      .map(message => describe(message, deaths.get(message.MessageId!)));
    const letters = values.flag('show-bodies') ? shown : shown.map(({ body: _, ...letter }) => letter);
    if (values.flag('json')) terminal.json(letters);
    else if (letters.length > 0) terminal.result(letters.map(render).join('\n'));
    const { dead } = await queue.depths();
    terminal.progress(`${letters.length} of ${dead} dead letters`);
    return 0;
  },
};

/** A message that is hidden for as long as SQS can: it is there for the next look. */
const HIDDEN_SECONDS = 1;

/** A dead letter as it is shown. */
interface Letter {
  readonly messageId: string;
  readonly sentAt: Date;
  readonly receives: number;
  readonly bytes: number;
  readonly diedOf?: string;
  readonly group?: string;
  readonly attributes: readonly string[];
  readonly body?: string;
}

function describe(message: Message, death: Death | undefined): Letter {
  const { Attributes = {}, Body = '', MessageAttributes = {}, MessageId = '' } = message;
  return {
    messageId: MessageId,
    sentAt: sentAt(message),
    receives: Number(Attributes.ApproximateReceiveCount ?? 1),
    bytes: Buffer.byteLength(Body),
    ...(death && { diedOf: `${death.class} ${death.reason}` }),
    ...(Attributes.MessageGroupId !== undefined && { group: Attributes.MessageGroupId }),
    attributes: Object.keys(MessageAttributes),
    body: Body,
  };
}

function render({ attributes, body, bytes, diedOf, group, messageId, receives, sentAt: sent }: Letter): string {
  return [
    messageId,
    `  died of   ${diedOf ?? 'what the log no longer says'}`,
    `  sent      ${sent.toISOString()}`,
    `  size      ${bytes} bytes, received ${receives} times`,
    ...(group === undefined ? [] : [`  group     ${printable(group)}`]),
    ...(attributes.length === 0 ? [] : [`  with      ${printable(attributes.join(', '))}`]),
    ...(body === undefined ? [] : [`  body      ${printable(body)}`]),
  ].join('\n');
}
