import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { cdk, CdkAccount } from './cdk-account';
import { integrate, type Report } from './integrate';
import type { AssertionsTemplate } from './results';
import { SABOTAGES } from './sabotages';
import { DEVELOPER, openSandboxAccount, type SandboxAccount } from './sandbox-account';

const APP = 'npx tsx --tsconfig tsconfig.dev.json test/integ/app.ts';

/** `npm run integ -- --account ID`, or the same with `--sandbox` on this machine. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      account: { type: 'string' },
      sandbox: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      sabotage: { type: 'string' }, // the title of an assertion that is to fail, in the sandbox
    },
  });
  const opened = values.sandbox ? await openSandboxAccount() : undefined;
  try {
    if (opened !== undefined) becomeDeveloperOf(opened);
    const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
    if (opened === undefined && values.account !== Account) {
      throw new Error(`name the sandbox account you mean: npm run integ -- --account ${Account}`);
    }
    const sabotage = sabotageOf(values.sabotage, opened);
    tell(await inAssembly(values.strict, async app => integrate(new CdkAccount(app), templateIn(app), sabotage)));
  } finally {
    await opened?.close();
  }
}

function sabotageOf(title: string | undefined, account: SandboxAccount | undefined): () => Promise<void> {
  if (title === undefined) return async () => undefined;
  const [, , sabotage] = SABOTAGES.find(([its]) => its === title) ?? [];
  if (account === undefined || sabotage === undefined) {
    throw new Error(`no sabotage of '${title}' here; there is one for each assertion, with --sandbox`);
  }
  return async () => sabotage(account.sandbox);
}

/** Makes this process and those it starts clients of the sandbox, which know nothing of it but where it is. */
function becomeDeveloperOf({ sandbox }: SandboxAccount): void {
  const { endpoint, region, credentials } = sandbox.clientOf(DEVELOPER);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  delete process.env.AWS_PROFILE;
  delete process.env.AWS_SESSION_TOKEN;
}

/** Synthesises the app once, for all that is done with it. */
async function inAssembly<T>(strict: boolean, work: (app: string) => Promise<T>): Promise<T> {
  const app = mkdtempSync(join(tmpdir(), 'integ-'));
  try {
    await cdk('synth', '--quiet', `--app=${APP}`, `--output=${app}`, '--context', `strict=${strict}`);
    return await work(app);
  } finally {
    rmSync(app, { recursive: true });
  }
}

const templateIn = (app: string): AssertionsTemplate =>
  JSON.parse(readFileSync(join(app, 'IntegAssertions.template.json'), 'utf8')) as AssertionsTemplate;

function tell({ failures, errors }: Report): void {
  for (const { title, reason } of failures) console.error(`integ: does not hold: ${title}\n  ${reason}`);
  for (const error of errors) console.error(`integ: error: ${error}`);
  if (failures.length + errors.length === 0) {
    console.log('integ: every assertion holds, nothing is left, and the key stayed closed');
  } else {
    process.exitCode = 1;
  }
}

main().catch((error: Error) => {
  console.error(`integ: error: ${error.message}`);
  process.exitCode = 1;
});
