import { Duration } from 'aws-cdk-lib';
import type { EncryptedQueueToTableProps } from '../../src/construct/encrypted-queue-to-table-props';
import { ItemKey } from '../../src/construct/item-key';
import { MessageBody } from '../../src/construct/message-body';
import { renderWriterConfiguration } from '../../src/construct/resources/writer-configuration';
import { outagePatienceOf, type Settings, tableSettings } from '../../src/construct/settings';
import { WriteMode } from '../../src/construct/write-mode';
import { parseConfiguration } from '../../src/writer/configuration';

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders';

const KEYS = {
  messageId: ItemKey.messageId(),
  contentHash: ItemKey.contentHash(),
  jsonField: ItemKey.jsonField('customer.id'),
  messageAttribute: ItemKey.messageAttribute('order-id'),
};
const BODIES = { text: MessageBody.text(), json: MessageBody.jsonFields() };
const MODES = { overwrite: WriteMode.overwrite(), insertOnly: WriteMode.insertOnly() };

const settingsOf = (props: EncryptedQueueToTableProps): Settings =>
  ({
    ...tableSettings(props),
    names: { tableName: 'orders', queueUrl: QUEUE_URL },
    outagePatience: outagePatienceOf(props),
  }) as Settings;

test.each(
  Object.keys(KEYS).flatMap(key =>
    Object.keys(BODIES).flatMap(body => Object.keys(MODES).map(mode => [key, body, mode] as const)),
  ),
)('the writer reads what the construct renders for %s, %s, %s', (key, body, mode) => {
  const props = {
    partitionKey: KEYS[key as keyof typeof KEYS],
    sortKey: ItemKey.messageId(),
    messageBody: BODIES[body as keyof typeof BODIES],
    writeMode: MODES[mode as keyof typeof MODES],
    timeToLive: Duration.days(1),
  } as unknown as EncryptedQueueToTableProps;
  const rendered = renderWriterConfiguration(settingsOf(props));
  expect(parseConfiguration(JSON.stringify(rendered))).toEqual(rendered);
  expect(rendered).toMatchObject({
    partitionKey: { from: key },
    sortKey: { from: 'messageId' },
    body: { as: body },
    writeMode: mode,
  });
});

test('the construct renders the defaults of the writer', () => {
  const rendered = renderWriterConfiguration(settingsOf({} as EncryptedQueueToTableProps));
  const waits = { queueUrl: QUEUE_URL, steps: [180, 360, 720, 1_440, 2_880, 3_600], jitter: 0.25 };
  expect(rendered).toEqual({ ...parseConfiguration('{"tableName":"orders"}'), waits });
});

test('has no variant that the writer reads and the construct can not name', () => {
  const fails = (settings: object): string => {
    try {
      return JSON.stringify(parseConfiguration(JSON.stringify({ tableName: 'orders', ...settings })));
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(fails({ partitionKey: { name: 'id', from: '?' } })).toContain(`one of ${Object.keys(KEYS).join(', ')}`);
  expect(fails({ body: { as: '?' } })).toContain("'text' or 'json'");
  expect(fails({ writeMode: '?' })).toContain(
    Object.keys(MODES)
      .map(mode => `'${mode}'`)
      .join(' or '),
  );
});

test.each([
  [ItemKey.jsonField(''), '\'itemKey\' must name field names with dots between them, got ""'],
  [ItemKey.jsonField('a..b'), '\'itemKey\' must name field names with dots between them, got "a..b"'],
  [
    ItemKey.messageAttribute('a b'),
    '\'itemKey\' must name 1 to 256 letters, digits, hyphens, underscores and dots, got "a b"',
  ],
])('fails at synth: %#', (key, problem) => {
  expect(key._check('itemKey')).toEqual([problem]);
});

test.each(Object.entries(KEYS))('takes %s', (_, key) => {
  expect(key._check('itemKey')).toEqual([]);
});
