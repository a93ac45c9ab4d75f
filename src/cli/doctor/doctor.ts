import { Account } from './account';
import { type Diagnosis, diagnose } from './diagnose';
import { printable } from '../../key-policy/printable';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import type { Verb } from '../verb';

/** `doctor` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table doctor STACK [options]

Looks at each link between the key and the item, and says what is broken first, why, and the one command that mends it. It reads and changes nothing. Exits with 3 if something is broken, and with 1 if nothing is but not everything could be looked at.

A check whose cause is broken is not looked at. A check that the caller may not do says which right is missing: --policy prints the IAM policy that doctor needs.

Options:
  --json                     Print the checks as JSON.
  --policy                   Print the IAM policy that doctor needs, and call nothing.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table doctor OrdersStack`,

  options: { ...AWS_OPTIONS, json: { type: 'boolean' }, policy: { type: 'boolean' } },
  maxPositionals: 1,

  run: async context => {
    const { positionals, terminal, values } = context;
    if (values.flag('policy')) {
      terminal.json(POLICY);
      return 0;
    }
    const [stackName] = positionals;
    if (stackName === undefined) throw new UsageError('missing STACK, the name of the stack to look at');
    const checks = await diagnose(new Account(context, stackName, context.now()));
    if (values.flag('json')) terminal.json(checks);
    else terminal.result(checks.map(renderCheck).join('\n'));
    const failed = checks.filter(({ state }) => state === 'broken');
    const unknown = checks.filter(({ state }) => state === 'unknown');
    terminal.progress(renderVerdict(checks.length, failed, unknown.length));
    if (failed.length > 0) return 3;
    return unknown.length > 0 ? 1 : 0;
  },
};

const SIGNS: Readonly<Record<Diagnosis['state'], string>> = {
  good: '✓',
  warning: '!',
  broken: '✗',
  unknown: '–',
  follows: '–',
};

function renderCheck({ fix, name, number, says, state }: Diagnosis): string {
  const line = `${SIGNS[state]} ${String(number).padStart(2)} ${name.padEnd(12)} ${printable(says)}`;
  return fix === undefined ? line : `${line}\n     ${''.padEnd(12)} fix: ${printable(fix)}`;
}

function renderVerdict(count: number, [first, ...others]: readonly Diagnosis[], unknown: number): string {
  const verdict =
    first === undefined
      ? `none of ${count} checks is broken`
      : `${1 + others.length} of ${count} checks broken: begin with ${first.number}`;
  return unknown === 0 ? verdict : `${verdict}; ${unknown} could not be looked at: see doctor --policy`;
}

/** What doctor reads. */
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'EncryptedQueueToTableDoctor',
      Effect: 'Allow',
      Action: [
        'cloudformation:DescribeStacks',
        'cloudformation:DescribeStackResource',
        'cloudformation:ListStackResources',
        'cloudwatch:DescribeAlarms',
        'dynamodb:DescribeTable',
        'kms:DescribeKey',
        'kms:GetKeyPolicy',
        'kms:ListGrants',
        'lambda:GetEventSourceMapping',
        'lambda:GetFunctionConfiguration',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
      ],
      Resource: '*',
    },
  ],
};
