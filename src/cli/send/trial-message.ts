import type { SQSRecord } from 'aws-lambda';
import type { Configuration, KeyAttribute } from '../../writer/configuration';

/** A message as `send` sends it. Its attributes are of type String. */
export interface TrialMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Makes a message of which this writer makes an item: with every field and attribute that the item's key is taken from,
 * each with the same new value.
 *
 * @param value what tells this message from any other
 */
export function makeTrialMessage(
  configuration: Configuration,
  value: string,
  { body, attributes = {} }: Partial<TrialMessage> = {},
): TrialMessage {
  const keys = keysOf(configuration);
  const named = keys.flatMap(key => (key.from === 'messageAttribute' ? [[key.attribute, value]] : []));
  return {
    body: body ?? JSON.stringify(makeFields(configuration, keys, value)),
    attributes: { ...Object.fromEntries(named), ...attributes },
  };
}

/** A message as Lambda hands it to the writer. */
export function recordOf(
  { attributes, body }: TrialMessage,
  messageId: string,
  queueArn: string,
  sentAt: Date,
): SQSRecord {
  const rendered = Object.entries(attributes).map(([name, stringValue]) => [name, { dataType: 'String', stringValue }]);
  return {
    messageId,
    body,
    attributes: { SentTimestamp: String(sentAt.getTime()) },
    messageAttributes: Object.fromEntries(rendered),
    eventSourceARN: queueArn,
  } as SQSRecord;
}

/**
 * How much of the queue's maximum a message takes.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export function messageBytes({ attributes, body }: TrialMessage): number {
  const rendered = Object.entries(attributes).map(([name, value]) => `${name}String${value}`);
  return Buffer.byteLength(body + rendered.join(''));
}

const keysOf = ({ partitionKey, sortKey }: Configuration): KeyAttribute[] => [
  partitionKey,
  ...(sortKey ? [sortKey] : []),
];

/** A field that says what the message is, and those of the key. */
function makeFields(configuration: Configuration, keys: readonly KeyAttribute[], value: string): object {
  const fields: Fields = { [freeName(configuration, keys)]: value };
  for (const key of keys) {
    if (key.from === 'jsonField') setField(fields, key.field.split('.'), value);
  }
  return fields;
}

interface Fields {
  [name: string]: Fields | string;
}

function setField(fields: Fields, [name, ...rest]: string[], value: string): void {
  if (rest.length === 0) fields[name] ??= value;
  else setField((fields[name] = typeof fields[name] === 'object' ? fields[name] : {}), rest, value);
}

/** A name that no attribute of the item has. */
function freeName({ timeToLive }: Configuration, keys: readonly KeyAttribute[]): string {
  const taken = [timeToLive?.attribute, ...keys.map(({ name }) => name)];
  let name = 'trial';
  while (taken.includes(name)) name += '_';
  return name;
}
