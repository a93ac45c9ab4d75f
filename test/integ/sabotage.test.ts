import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { integrate } from './integrate';
import { titlesOf, type AssertionsTemplate } from './results';
import { SABOTAGES, type Sabotage } from './sabotages';
import { openSandboxAccount, type SandboxAccount } from './sandbox-account';
import { SandboxEngine } from './sandbox-engine';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

const MINUTES = 60_000;

let app: SynthesisedApp;
let account: SandboxAccount;
let template: AssertionsTemplate;

beforeAll(async () => {
  app = synthesiseApp(join(__dirname, 'app.ts'), { patience: '120' });
  template = app.files('.template.json')['IntegAssertions.template.json'];
  account = await openSandboxAccount();
});

afterAll(async () => {
  await account.close();
  rmSync(app.assembly, { recursive: true });
});

const run = async (sabotage?: Sabotage) =>
  integrate(new SandboxEngine(account.sandbox, app.assembly), template, async () => sabotage?.(account.sandbox));

test(
  'every assertion holds, and nothing is left',
  async () => {
    expect(await run()).toEqual({ failures: [], errors: [] });
  },
  MINUTES,
);

test.each(SABOTAGES)(
  '“%s” turns red when %s',
  async (title, _, sabotage) => {
    const { failures, errors } = await run(sabotage);

    expect(failures.map(failure => failure.title)).toEqual([title]);
    expect(errors).toEqual([]);
  },
  MINUTES,
);

test('there is a sabotage for each assertion', () => {
  expect(SABOTAGES.map(([title]) => title)).toEqual([...titlesOf(template).values()]);
});
