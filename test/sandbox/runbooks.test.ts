import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DESTROYER, functionName, materials, OPERATOR, RUNBOOK_FAULTS } from './runbook-faults';
import { ADMINISTRATOR } from '../../sandbox/demo/example';
import { MessageBody } from '../../src';
import { RUNBOOKS } from '../../src/construct/names/runbooks';
import { runAs } from '../cli/run-as';
import { runAwsLine } from '../support/aws-line';
import { Drill } from '../support/drill';
import { read } from '../support/repository';
import { type Ran, RunbookShell } from '../support/runbook-shell';
import { shellBlocks } from '../support/shell-blocks';
import { testWith } from '../support/unless-installed';

const SECTIONS = ['Symptom', 'Confirm', 'Stop the bleeding', 'Repair', 'Verify', 'Afterwards'];

let drill: Drill;
let shell: RunbookShell;
let directory: string;
let variables: Record<string, string>;
let decides = ADMINISTRATOR;

const home = process.cwd();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'runbooks-'));
  drill = await Drill.start({
    body: () => '{"order":1}',
    cdkOut: join(directory, 'cdk.out'),
    props: {
      messageBody: MessageBody.jsonFields(),
      outagePatience: Duration.hours(1),
      destroyerRoleArns: [DESTROYER],
      redriverRoleArns: [OPERATOR],
      auditorRoleArns: [OPERATOR],
    },
    given: stack => {
      const alarmTopic = new Topic(stack, 'Page', { topicName: 'page' });
      alarmTopic.addSubscription(new SmsSubscription('+491700000000'));
      return { alarmTopic };
    },
  });
  const { sandbox, keyArn } = drill.pipeline;
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
  const looks = { Effect: 'Allow', Action: ['kms:ListAliases', 'kms:ListKeyRotations'], Resource: '*' };
  sandbox.roles.get(ADMINISTRATOR)!.policies.set('Look', { Version: '2012-10-17', Statement: [looks] });
  sandbox.roles.add('Operator', { Statement: [] }).policies.set('All', { Version: '2012-10-17', Statement });
  materials.set(drill, Buffer.from(sandbox.kms.keys.byArn(keyArn)!.importedMaterials()[0]!.bytes));
  await drill.pass(2);
  process.chdir(directory);
  await ceremony();
  shell = await RunbookShell.open(directory, { aws, npx });
});

afterAll(async () => {
  process.chdir(home);
  shell?.close();
  await drill.close();
  rmSync(directory, { recursive: true });
});

/** What was left of the ceremony: the record, and the material in an envelope. */
async function ceremony(): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  writeFileSync('material.bin', materials.get(drill)!, { mode: 0o600 });
  writeFileSync('escrow.pem', publicKey);
  writeFileSync('escrow.key', privateKey, { mode: 0o600 });
  const copies = ['--escrow-key', 'escrow.pem', '--escrow-out', 'escrow.bin', '--record', 'key-ceremony.json'];
  const made = ['--alias', 'alias/spare', '--admin', OPERATOR, '--material', 'material.bin', ...copies, '--yes'];
  expect(await runAs(drill, OPERATOR, ['key', 'ceremony', ...made])).toMatchObject({ code: 0 });
}

async function aws(words: readonly string[]): Promise<Omit<Ran, 'command'>> {
  const [service, operation = ''] = words;
  const decided = service === 'kms' && !/^(describe|get|list)-/.test(operation);
  const { sandbox } = drill.pipeline;
  const configuration = sandbox.clientOf(decided ? ADMINISTRATOR : OPERATOR, { 'aws:MultiFactorAuthPresent': 'true' });
  return { code: 0, stderr: '', stdout: `${await runAwsLine(['aws', ...words], configuration)}\n` };
}

async function npx([program, ...words]: readonly string[]): Promise<Omit<Ran, 'command'>> {
  expect(program).toBe('encrypted-queue-to-table');
  const [group = ''] = words;
  const who = group === 'policy' ? decides : group === 'key' ? ADMINISTRATOR : OPERATOR;
  return runAs(drill, who, words, { answers: 'y\n' });
}

/** The lines of a part of a page. */
function linesOf(page: string, section: string): string[] {
  const text = read(`docs/runbooks/${page}.md`);
  const [, part = ''] = new RegExp(`\\*\\*${section}\\.\\*\\*([^]*?)(?=\\n\\*\\*[A-Z]|$)`).exec(text) ?? [];
  return [...part.matchAll(/```sh\n([^]+?)```/g)].flatMap(([, block]) => block!.trim().split('\n'));
}

/** Everything that somebody was told. */
const told = (): string =>
  [...drill.inAlarm, ...drill.notifications.map(({ message, subject }) => `${subject} ${message}`)].join('\n');

test('there is a page for each runbook, with every part, and a fault for each page', () => {
  expect(Object.keys(RUNBOOK_FAULTS).sort()).toEqual([...RUNBOOKS].sort());
  for (const page of RUNBOOKS) {
    const parts = [...read(`docs/runbooks/${page}.md`).matchAll(/^\*\*([A-Z][a-z ]+)\.\*\*/gm)].map(([, part]) => part);
    expect([page, parts]).toEqual([page, SECTIONS]);
  }
});

testWith('bash', 'curl')('the names in the commands are those of the stack', async () => {
  const [block] = shellBlocks('docs/runbooks/README.md');
  const { FUNCTION, KEY, MAPPING, QUEUE_URL, STACK, TABLE } = await shell.variablesOf(block!);
  const { keyArn, queueUrl, sandbox, tableName } = drill.pipeline;
  const [uuid] = [...sandbox.mappings.keys()];
  variables = { FUNCTION, KEY, MAPPING, QUEUE_URL, STACK, TABLE } as Record<string, string>;
  expect(variables).toEqual({
    FUNCTION: functionName(drill),
    KEY: keyArn,
    MAPPING: uuid,
    QUEUE_URL: queueUrl,
    STACK: 'OrdersStack',
    TABLE: tableName,
  });
});

testWith('bash', 'curl').each(Object.entries(RUNBOOK_FAULTS))('%s: as it is written', async (page, fault) => {
  for (const file of MADE) rmSync(file, { force: true });
  drill.restart();
  await fault.begin(drill);
  decides = fault.decides ?? ADMINISTRATOR;
  const run = async (section: string): Promise<Ran[]> =>
    shell.run(linesOf(page, section), { ...variables, ...fault.fill?.(drill) });

  const confirmed = await run('Confirm');
  expect(confirmed.length).toBeGreaterThan(0);
  expect(failed(confirmed, [0, 3])).toEqual([]);
  expect(read(`docs/runbooks/${page}.md`)).toContain(fault.symptom);
  expect(`${told()}\n${confirmed.map(({ stdout }) => stdout).join()}`).toContain(fault.symptom);

  expect(failed(await run('Repair'))).toEqual([]);
  await fault.end?.(drill);
  await drill.pass(1);
  expect(failed(await run('Verify'))).toEqual([]);

  const before = (await drill.pipeline.items()).length;
  await drill.pass(2);
  expect((await drill.pipeline.items()).length).toBeGreaterThanOrEqual(before + 2);
  expect(drill.pipeline.depth(drill.pipeline.deadLetterQueueUrl)).toBe(0);
  await drill.pass(fault.settles ?? 30, 600); // until all that waited is stored
  expect(failed(await run('Afterwards'))).toEqual([]);
  await drill.idle(1);
  expect(drill.inAlarm).toEqual([]);
});

/** What a page leaves behind. */
const MADE = ['parameters.json', 'wrapped.json', 'report.html'];

/** The commands that did not do what the page says. A difference is what `policy diff` is asked for. */
function failed(ran: readonly Ran[], allowed: readonly number[] = [0]): Ran[] {
  return ran.filter(({ code, command }) => !(allowed.includes(code) || (code === 3 && / policy diff /.test(command))));
}
