import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT, Run, shell, testWithCli } from './run';

const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs');
const COMMAND = `"${process.execPath}" "${TSX}" --tsconfig "${join(ROOT, 'tsconfig.dev.json')}" app.ts`;

/** The folder of somebody's app, with nothing but the app. */
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-app-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Starts the sandbox in the folder of an app whose stack has this in it. */
function start(inStack: string, env: string, ...args: string[]): Run {
  const app = `
    import { App, Stack } from 'aws-cdk-lib';
    import { EncryptedQueueToTable, ItemKey, MessageBody } from 'encrypted-queue-to-table';
    const app = new App();
    const stack = new Stack(app, 'Own', { env: ${env} });
    const [role, keyArn] = ['arn:aws:iam::111122223333:role/Mine', app.node.getContext('keyArn')];
    ${inStack}`;
  writeFileSync(join(folder, 'app.ts'), app);
  return new Run(['--app', COMMAND, ...args], {
    INIT_CWD: folder,
    TMPDIR: folder,
    NODE_PATH: join(ROOT, 'node_modules'),
  });
}

const OPEN = '{ account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION }';
const construct = (keyArn: string): string => `new EncryptedQueueToTable(stack, 'Orders', {
  keyArn: ${keyArn}, adminRoleArns: [role], consumerRoleArns: [role + 'App'],
  messageBody: MessageBody.jsonFields(), partitionKey: ItemKey.jsonField('order'),
});`;

testWithCli("somebody's own app runs, and a poison message that is pasted becomes a dead letter", async () => {
  const run = start(construct('keyArn'), OPEN, '--message', `{"order":"it's one"}`, '--keep');
  try {
    await run.untilItSays('The sandbox ends with Ctrl-C');
    expect(run.output).toContain(`"order": "it's one"`);
    const [exported, send] = run.paragraphAfter('Send a message and read the items').split('\n');
    await expect(shell(`${exported}\n${send}`)).resolves.toContain('MessageId');
    await shell(`${exported}\n${run.paragraphAfter('Send a poison message')}`);

    const [deployer, ...lines] = run.paragraphAfter('Look at everything else').split('\n');
    const deadLetters = lines.find(line => line.includes('get-queue-attributes'))!;
    let attributes = '';
    while (!attributes.includes('"ApproximateNumberOfMessages": "1"')) {
      await delay(200);
      attributes = await shell(`${deployer}\n${deadLetters}`);
    }
  } finally {
    run.interrupt();
    await run.ended;
  }
});

test.each([
  [
    'no construct',
    start.bind(undefined, '', OPEN),
    'the app must have exactly one EncryptedQueueToTable, and outside of a Stage, got none',
  ],
  [
    'another key',
    start.bind(
      undefined,
      construct("'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555'"),
      OPEN,
    ),
    "the app must take the key of the sandbox, app.node.getContext('keyArn'), for its EncryptedQueueToTable",
  ],
])('an app with %s is refused, and leaves nothing behind', async (_, app, problem) => {
  const run = app();

  await expect(run.ended).resolves.toBe(1);
  expect(run.errors).toBe(`sandbox: error: ${problem}\n`);
  expect(await run.hasProcesses()).toBe(false);
  expect(readdirSync(folder).filter(name => name.startsWith('cdk.out'))).toEqual([]);
});

test('an app that fails is refused with what it wrote', async () => {
  const run = start("throw new Error('my mistake');", OPEN);

  await expect(run.ended).resolves.toBe(1);
  expect(run.errors).toMatch(/^sandbox: error: '.* app\.ts' could not be synthesised:\n[\s\S]*my mistake/);
});

test('an example that does not exist is refused before anything starts', async () => {
  const run = new Run(['--example', 'maximal']);

  await expect(run.ended).resolves.toBe(1);
  expect(run.errors).toMatch(/^sandbox: error: '--example' must be one of .*minimal.*, got 'maximal'\n/);
  expect(run.output).toBe('');
});
