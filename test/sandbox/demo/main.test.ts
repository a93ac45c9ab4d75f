import { Run, shell, testWithCli } from './run';

test('shows the way of a message, ends with the item and leaves nothing running', async () => {
  const run = new Run();
  expect(await run.ended).toBe(0);
  expect(run.errors).toBe('');
  expect(JSON.parse(run.output.slice(run.output.indexOf('{\n')))).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    body: 'hello',
  });
  expect(run.output).toMatch(
    / ms {2}key arn:aws:kms:\S+: material generated, wrapped \(RSA_4096, RSAES_OAEP_SHA_256\), imported\n/,
  );
  expect(run.output).toMatch(/ ms {2}create AWS::DynamoDB::GlobalTable OrdersTable\w+\n/);
  expect(run.output.match(/ ms {2}refused: User: \S+ is not authorized to perform: \S+/g)).toHaveLength(2);
  expect(await run.hasProcesses()).toBe(false);
});

describe('with --keep', () => {
  let run: Run;

  beforeAll(async () => {
    run = new Run(['--keep']);
    await run.untilItSays('The sandbox ends with Ctrl-C, or after 30 minutes without a request.');
  });

  /** The lines for a consumer: who it is, a message to send, the items to read. */
  const traffic = (): string => run.paragraphAfter('Send a message and read the items');

  /** What the last line printed for the CLI shows: the items of the table. */
  const scan = async (): Promise<string> => {
    const [exported, , read] = traffic().split('\n');
    return shell(`${exported}\n${read}`);
  };

  testWithCli('the printed lines send a message with the stock AWS CLI and read the item', async () => {
    const [exported, send] = traffic().split('\n');
    const { MessageId } = JSON.parse(await shell(`${exported}\n${send}`)) as { MessageId: string };
    let items = '';
    while (!items.includes(MessageId)) items = await scan();
    expect((JSON.parse(items) as { Items: unknown[] }).Items).toContainEqual({
      id: { S: MessageId },
      body: { S: 'hello' },
    });
  });

  test('the printed lines send a message with the SDK and read the item', async () => {
    const exported = traffic().split('\n')[0];
    const program = run.paragraph('import { DynamoDBClient }');
    const printed = await shell(`${exported}\nnode --input-type=module - <<'END'\n${program}\nEND`);
    expect(JSON.parse(printed)).toMatchObject({ body: 'hello' });
  });

  test('ends on Ctrl-C and leaves nothing running', async () => {
    run.interrupt();
    expect(await run.ended).toBe(0);
    expect(await run.hasProcesses()).toBe(false);
  });
});
