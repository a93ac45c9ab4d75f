import type { Fields } from '../gateway/operations';

/** What lists and maps are called in the two protocols: `AttributeName.1=All` is `AttributeNames: ['All']`. */
const LISTS: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  MessageAttributeName: 'MessageAttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  SendMessageBatchRequestEntry: 'Entries',
};

/** Maps travel as lists of names and values. */
const MAPS: Readonly<Record<string, string>> = {
  Attribute: 'Attributes',
  MessageAttribute: 'MessageAttributes',
  MessageSystemAttribute: 'MessageSystemAttributes',
};

/** Reads a request of the older protocol into what the JSON protocol would have said. */
export function parseQuery(body: string): Fields {
  const parsed = emptyFields();
  for (const [path, value] of new URLSearchParams(body)) {
    const steps = path.split('.');
    const last = steps.pop()!;
    let at = parsed;
    for (const step of steps) at = (at[step] ??= emptyFields()) as Fields;
    at[last] = value;
  }
  return rename(parsed);
}

/** Without a prototype: a name such as `__proto__` is a name like any other. */
const emptyFields = (): Fields => Object.create(null) as Fields;

function rename(parsed: Fields): Fields {
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => {
      if (typeof value !== 'object' || value === null) return [name, value];
      const items = Object.values(value as Fields);
      if (Object.hasOwn(LISTS, name)) {
        return [LISTS[name], items.map(item => (typeof item === 'string' ? item : rename(item as Fields)))];
      }
      if (Object.hasOwn(MAPS, name)) {
        const entries = items as { Name: string; Value: unknown }[];
        return [MAPS[name], Object.fromEntries(entries.map(({ Name, Value }) => [Name, Value]))];
      }
      return [name, rename(value as Fields)];
    }),
  );
}

const escapeXml = (text: string): string => text.replace(/[<>&\r]/g, sign => `&#${sign.charCodeAt(0)};`);

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;

const NAMESPACE = 'xmlns="http://queue.amazonaws.com/doc/2012-11-05/"';

/** An answer of the older protocol. */
export function renderResult(operation: string, result: Fields, requestId: string): string {
  const results = ITEM_NAMES[operation] ?? {};
  const content = Object.entries(result).map(([name, value]) => render(name, value, results));
  const metadata = element('ResponseMetadata', element('RequestId', requestId));
  const body = content.length === 0 ? '' : element(`${operation}Result`, content.join(''));
  return `<?xml version="1.0"?><${operation}Response ${NAMESPACE}>${body}${metadata}</${operation}Response>`;
}

export function renderXmlError(code: string, message: string, requestId: string): string {
  const error = element(
    'Error',
    `${element('Type', 'Sender')}${element('Code', code)}${element('Message', escapeXml(message))}<Detail/>`,
  );
  return `<?xml version="1.0"?><ErrorResponse ${NAMESPACE}>${error}${element('RequestId', requestId)}</ErrorResponse>`;
}

/** What one item of a list is called. */
const ITEM_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ChangeMessageVisibilityBatch: {
    Successful: 'ChangeMessageVisibilityBatchResultEntry',
    Failed: 'BatchResultErrorEntry',
  },
  DeleteMessageBatch: { Successful: 'DeleteMessageBatchResultEntry', Failed: 'BatchResultErrorEntry' },
  ListDeadLetterSourceQueues: { queueUrls: 'QueueUrl' },
  ListMessageMoveTasks: { Results: 'ListMessageMoveTasksResultEntry' },
  ListQueues: { QueueUrls: 'QueueUrl' },
  ReceiveMessage: { Messages: 'Message' },
  SendMessageBatch: { Successful: 'SendMessageBatchResultEntry', Failed: 'BatchResultErrorEntry' },
};

function render(name: string, value: unknown, itemNames: Readonly<Record<string, string>>): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map(item => render(itemNames[name], item, itemNames)).join('');
  if (typeof value !== 'object' || value === null) return element(name, escapeXml(String(value)));
  const mapped = Object.entries(MAPS).find(([, plural]) => plural === name)?.[0];
  const entries = Object.entries(value as Fields);
  if (mapped !== undefined) {
    return entries
      .map(([key, item]) => element(mapped, element('Name', escapeXml(key)) + render('Value', item, itemNames)))
      .join('');
  }
  return element(name, entries.map(([key, item]) => render(key, item, itemNames)).join(''));
}
