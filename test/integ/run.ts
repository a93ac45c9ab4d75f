import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

const ROOT = join(__dirname, '..', '..');
const CDK = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const APP = 'npx tsx --tsconfig tsconfig.dev.json test/integ/app.ts';

function cdk(strict: boolean, command: string, ...args: string[]): void {
  execFileSync(process.execPath, [CDK, command, '--app', APP, '--context', `strict=${strict}`, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}

async function keyPolicy(): Promise<unknown> {
  const { Stacks: [ground] = [] } = await new CloudFormationClient({}).send(
    new DescribeStacksCommand({ StackName: 'IntegGround' }),
  );
  const KeyId = ground?.Outputs?.find(({ OutputKey }) => OutputKey === 'KeyArn')?.OutputValue;
  const { Policy } = await new KMSClient({}).send(new GetKeyPolicyCommand({ KeyId }));
  return JSON.parse(Policy!);
}

/** Deploys, asserts, destroys, and asserts once more that the key policy is the one of before. */
async function main(): Promise<void> {
  const {
    values: { account, strict },
  } = parseArgs({ options: { account: { type: 'string' }, strict: { type: 'boolean', default: false } } });
  const { Account } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  if (account !== Account) throw new Error(`name the sandbox account you mean: npm run integ -- --account ${Account}`);

  cdk(strict, 'deploy', 'IntegGround', '--require-approval', 'never');
  const before = await keyPolicy();
  try {
    // fails if an assertion does
    cdk(strict, 'deploy', 'IntegPipeline', 'IntegAssertions', '--require-approval', 'never');
  } finally {
    cdk(strict, 'destroy', 'IntegAssertions', 'IntegPipeline', '--exclusively', '--force');
  }
  const after = await keyPolicy();
  if (JSON.stringify(after) !== JSON.stringify(before)) {
    throw new Error(`the key policy was not put back; IntegGround stays for you to look at: ${JSON.stringify(after)}`);
  }
  cdk(strict, 'destroy', 'IntegGround', '--force');
  console.log('integ: every assertion holds, and the key policy is the one of before');
}

main().catch((error: Error) => {
  console.error(`integ: error: ${error.message}`);
  process.exitCode = 1;
});
