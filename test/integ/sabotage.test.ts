import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { integrate } from './integrate';
import { failuresIn, titlesOf, type AssertionsTemplate } from './results';
import { SABOTAGES, type Sabotage } from './sabotages';
import { openSandboxAccount, type SandboxAccount } from './sandbox-account';
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

/** An assertion whose first answer counts does not end the test, so many can be tried on one deployment. */
const isAtOnce = ([title]: (typeof SABOTAGES)[number]): boolean =>
  / is denied | receives nothing$| changed nothing$/.test(title);

const run = async (sabotage?: Sabotage) =>
  integrate(new SandboxEngine(account.sandbox, app.assembly), template, async () => sabotage?.(account.sandbox));

/** What sabotages change, to have it back afterwards. */
function remember({ kms, queues, roles, stack }: Sandbox): () => void {
  const key = kms.keys.byArn(String(stack('IntegGround')!.outputs.KeyArn))!;
  const { policy } = key;
  const texts = queues.all.map(({ attributes }) => attributes.get('Policy') ?? '');
  const policies = roles.all.map(role => [...role.policies]);
  return () => {
    key.policy = policy;
    queues.all.forEach(({ attributes }, index) => attributes.set({ Policy: texts[index]! }));
    roles.all.forEach((role, index) => {
      role.policies.clear();
      policies[index]!.forEach(([name, its]) => role.policies.set(name, its));
    });
  };
}

test('every assertion holds, and nothing is left', async () => {
  expect(await run()).toEqual({ failures: [], errors: [] });
});

test.each(SABOTAGES.filter(each => !isAtOnce(each)))(
  '“%s” is waited for, and turns red when %s',
  async (title, _, sabotage) => {
    const { failures, errors } = await run(sabotage).finally(() => (account.sandbox.sqs.countsFailedReceives = false));

    expect(failures.map(failure => failure.title)).toEqual([title]);
    expect(errors).toEqual([]);
  },
);

describe('on one deployment', () => {
  let engine: SandboxEngine;
  let mend: () => void;

  beforeAll(async () => {
    engine = new SandboxEngine(account.sandbox, app.assembly);
    await engine.deploy('IntegGround', 'IntegPipeline', 'IntegAssertions');
    mend = remember(account.sandbox);
  });

  afterAll(async () => engine.destroy('IntegAssertions', 'IntegPipeline', 'IntegGround'));

  beforeEach(async () => {
    await account.sandbox.clock.sleep(LONG);
    account.sandbox.queues.all.forEach(queue => queue.purge()); // the poison message that was moved is one again
  });

  afterEach(() => mend());

  test.each(SABOTAGES.filter(isAtOnce))('“%s” turns red when %s', async (title, _, sabotage) => {
    await sabotage(account.sandbox);
    await engine.assertAgain('IntegAssertions');

    const failures = failuresIn(template, await engine.outputsOf('IntegAssertions'));
    expect(failures.map(failure => failure.title)).toEqual([title]);
  });

  test('without a sabotage, all hold again', async () => {
    await engine.assertAgain('IntegAssertions');

    expect(failuresIn(template, await engine.outputsOf('IntegAssertions'))).toEqual([]);
  });
});

test('there is a sabotage for each assertion', () => {
  expect(SABOTAGES.map(([title]) => title)).toEqual([...titlesOf(template).values()]);
  const waited = Object.values(template.Resources).filter(
    ({ Properties }) => Properties?.stateMachineArn !== undefined,
  );
  expect(SABOTAGES.filter(each => !isAtOnce(each))).toHaveLength(waited.length);
});
