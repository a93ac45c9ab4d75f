import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { assertIn, integrate } from './integrate';
import { titlesOf, type AssertionsTemplate } from './results';
import { resourcesOf, SABOTAGES, type Sabotage } from './sabotages';
import { BROOM, openSandboxAccount, type SandboxAccount } from './sandbox-account';
import { SandboxEngine } from './sandbox-engine';
import type { Sandbox } from '../../sandbox/sandbox';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

let app: SynthesisedApp;
let account: SandboxAccount;
let template: AssertionsTemplate;

beforeAll(async () => {
  app = synthesiseApp(join(__dirname, 'app.ts'), { patience: '120' });
  template = app.files('.template.json')['IntegAssertions.template.json'];
  account = await openSandboxAccount(STEP);
});

afterAll(async () => {
  await account.close();
  rmSync(app.assembly, { recursive: true });
});

/** The sandbox makes ten seconds of ten milliseconds in which nothing is done. */
const STEP = 10_000;
/** SQS and DynamoDB keep a data key for five minutes. */
const LONG = 310_000;

/** An assertion whose first answer counts does not end the deployment: what comes after it is tried, too. */
const isAtOnce = ([title]: (typeof SABOTAGES)[number]): boolean =>
  / is denied | receives nothing$| changed nothing$/.test(title);

/** Sabotages that are still there when the pipeline is destroyed: of the key's policy, and of what polls the queue. */
const THERE_TO_THE_END = [
  'a consumer sends',
  'the item appears, and a consumer reads it',
  'the rule of EventBridge sends, and the item appears',
];
const isThereToTheEnd = ([title]: (typeof SABOTAGES)[number]): boolean => THERE_TO_THE_END.includes(title);

const run = async (sabotage?: Sabotage) =>
  integrate(new SandboxEngine(account.sandbox, app.assembly), template, async () => sabotage?.(account.sandbox));

test('every assertion holds, and nothing is left', async () => {
  expect(await run()).toEqual({ failures: [], errors: [] });
});

test.each(SABOTAGES.filter(isThereToTheEnd))(
  '“%s” is waited for, turns red when %s, and nothing is left',
  async (title, _, sabotage) => {
    const { failures, errors } = await run(sabotage);

    expect(failures.map(failure => failure.title)).toEqual([title]);
    expect(errors).toEqual([]);
  },
);

describe('on one deployment', () => {
  let engine: SandboxEngine;
  let mend: () => void;

  beforeAll(async () => {
    engine = new SandboxEngine(account.sandbox, app.assembly);
    await engine.deploy('IntegGround', 'IntegPipeline');
    mend = remember(account.sandbox);
  });

  afterAll(async () => engine.destroy('IntegAssertions', 'IntegPipeline', 'IntegGround'));

  beforeEach(async () => {
    await engine.deployWithoutAssertions('IntegAssertions');
    await account.pass(LONG);
    await empty(account.sandbox);
  });

  afterEach(() => mend());

  test.each(SABOTAGES.filter(each => !isThereToTheEnd(each)))('“%s” turns red when %s', async (...row) => {
    const [title, , sabotage] = row;
    await sabotage(account.sandbox);
    const failures = await assertIn(engine, template);

    expect(failures.map(failure => failure.title)).toEqual([title]);
    expect(account.sandbox.stack('IntegAssertions')!.status).toBe(
      isAtOnce(row) ? 'UPDATE_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE',
    );
  });

  test('without a sabotage, all hold again', async () => {
    expect(await assertIn(engine, template)).toEqual([]);
  });
});

test('there is a sabotage for each assertion', () => {
  expect(SABOTAGES.map(([title]) => title)).toEqual([...titlesOf(template).values()]);
  const waited = Object.values(template.Resources).filter(
    ({ Properties }) => Properties?.stateMachineArn !== undefined,
  );
  expect(SABOTAGES.filter(each => !isAtOnce(each))).toHaveLength(waited.length);
});

/** What sabotages change, to have it back afterwards. */
function remember({ kms, queues, roles, sqs, stack }: Sandbox): () => void {
  const key = kms.keys.byArn(String(stack('IntegGround')!.outputs.KeyArn))!;
  const { policy } = key;
  const texts = queues.all.map(({ attributes }) => attributes.get('Policy') ?? '');
  const policies = new Map(roles.all.map(role => [role.arn, [...role.policies]]));
  return () => {
    key.policy = policy;
    sqs.countsFailedReceives = false;
    queues.all.forEach(({ attributes }, index) => attributes.set({ Policy: texts[index]! }));
    for (const role of roles.all.filter(({ arn }) => policies.has(arn))) {
      role.policies.clear();
      policies.get(role.arn)!.forEach(([name, its]) => role.policies.set(name, its));
    }
  };
}

/** Throws away what the assertions before have left: the messages, such as the poison, and the items. */
async function empty(sandbox: Sandbox): Promise<void> {
  sandbox.queues.all.forEach(queue => queue.purge());
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(BROOM)));
  const [{ physical }] = resourcesOf(sandbox, 'AWS::DynamoDB::GlobalTable');
  const { Items = [] } = await table.send(new ScanCommand({ TableName: physical.ref }));
  for (const { id } of Items) await table.send(new DeleteCommand({ TableName: physical.ref, Key: { id } }));
}
