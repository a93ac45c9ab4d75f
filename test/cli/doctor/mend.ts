import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { executionRoleArn } from '../../../sandbox/cloudformation/cloud';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import { runAwsCommand, wordsOf } from '../../support/aws-command-line';
import type { Drill } from '../../support/drill';
import { ACCOUNT, REGION, role } from '../../support/orders';
import { runAs } from '../run-as';

export const DEPLOYER = executionRoleArn(ACCOUNT, REGION);
export const DESTROYER = role('KeyDestroyer');
const MFA = { 'aws:MultiFactorAuthPresent': 'true' };

/** Where a person types the commands: with `cdk.out`, and the material that an escrow gave back. */
export const DIRECTORY = mkdtempSync(join(tmpdir(), 'doctor-'));

/** Who runs a command of the AWS CLI about a service. */
const OPERATORS: Readonly<Record<string, string>> = { kms: ADMINISTRATOR };

/** Runs a printed command as it is printed, as one who may. */
export async function runPrinted(drill: Drill, line: string): Promise<void> {
  const { sandbox } = drill.pipeline;
  const words = wordsOf(line);
  const [program, second = '', ...rest] = words;
  if (program === 'aws') {
    const operator = words[2] === 'revoke-grant' ? DESTROYER : (OPERATORS[second] ?? DEPLOYER);
    await runAwsCommand(words, sandbox.clientOf(operator, MFA));
  } else if (second === 'encrypted-queue-to-table') {
    await runOurs(drill, rest);
  } else if (second === 'cdk') {
    await runCdk(drill, rest);
  } else {
    throw new Error(`nobody knows how to run: ${line}`);
  }
}

async function runOurs(drill: Drill, argv: readonly string[]): Promise<void> {
  const before = process.cwd();
  process.chdir(DIRECTORY);
  try {
    const { code, stderr } = await runAs(drill, ADMINISTRATOR, argv, { answers: 'y\n' });
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`);
  } finally {
    process.chdir(before);
  }
}

/** What `cdk deploy STACK --revert-drift` asks of CloudFormation; the app is as it was deployed. */
async function runCdk(drill: Drill, [command, StackName, ...options]: readonly string[]): Promise<void> {
  if (command !== 'deploy' || options.join() !== '--revert-drift') {
    throw new Error(`cdk ${command} ${options.join(' ')}`);
  }
  const client = new CloudFormationClient(drill.pipeline.sandbox.clientOf(DEPLOYER));
  const { Id: ChangeSetName } = await client.send(
    new CreateChangeSetCommand({
      StackName,
      ChangeSetName: 'cdk-deploy-change-set',
      ChangeSetType: 'UPDATE',
      DeploymentMode: 'REVERT_DRIFT',
      UsePreviousTemplate: true,
      Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    }),
  );
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName }));
  for (;;) {
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    if (stack?.StackStatus === 'UPDATE_COMPLETE') return;
    if (!stack?.StackStatus?.endsWith('_IN_PROGRESS')) {
      throw new Error(`${stack?.StackStatus}: ${stack?.StackStatusReason}`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
