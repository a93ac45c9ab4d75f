import { Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A rule of cdk-nag that a resource breaks on purpose, in each pack that has it. */
export interface Acknowledgment {
  readonly rules: readonly string[];
  readonly reason: string;
}

/**
 * Why a function here breaks rules that fit other functions: it is called by a service, on one thing, with no network
 * of its own.
 */
export const FUNCTION_RULES: readonly Acknowledgment[] = [
  {
    rules: ['Serverless-LambdaDLQ', 'NIST.800.53.R5-LambdaDLQ', 'HIPAA.Security-LambdaDLQ'],
    reason:
      "A function's own dead-letter queue catches asynchronous invocations, of which there are none: what fails goes back to whoever called.",
  },
  {
    rules: ['NIST.800.53.R5-LambdaConcurrency', 'HIPAA.Security-LambdaConcurrency'],
    reason:
      "Reserved concurrency takes from the account's pool and throttles a poller into dead letters: 'maxConcurrency' limits the mapping instead.",
  },
  {
    rules: ['NIST.800.53.R5-LambdaInsideVPC', 'HIPAA.Security-LambdaInsideVPC', 'PCI.DSS.321-LambdaInsideVPC'],
    reason: 'The function speaks to AWS APIs alone, signed and over TLS: a VPC would add paths, not take any away.',
  },
];

/** The same for the function behind a custom resource, which CloudFormation calls and waits for. */
export const CUSTOM_RESOURCE_RULES: readonly Acknowledgment[] = [
  {
    rules: FUNCTION_RULES.flatMap(({ rules }) => rules).filter(rule => !rule.endsWith('InsideVPC')),
    reason:
      'CloudFormation calls the function a few times in the life of a stack, one at a time, and learns of a failure from its answer.',
  },
  ...FUNCTION_RULES.filter(({ rules }) => rules.some(rule => rule.endsWith('InsideVPC'))),
];

/** Why a log group here is left on the encryption of CloudWatch Logs. */
export const LOG_GROUP_RULES: readonly Acknowledgment[] = [
  {
    rules: [
      'NIST.800.53.R5-CloudWatchLogGroupEncrypted',
      'HIPAA.Security-CloudWatchLogGroupEncrypted',
      'PCI.DSS.321-CloudWatchLogGroupEncrypted',
    ],
    reason:
      'The log holds ids, sizes, counts and error names, never a message body, and must stay readable when the key is the thing that failed.',
  },
];

export const DEAD_LETTER_QUEUE_RULES: readonly Acknowledgment[] = [
  { rules: ['Serverless-SQSRedrivePolicy'], reason: 'This is the dead-letter queue: nothing comes after it.' },
];

export const MAPPING_RULES: readonly Acknowledgment[] = [
  {
    rules: ['Serverless-LambdaEventSourceMappingDestination'],
    reason: 'Lambda has no failure destination for an SQS queue: the dead-letter queue takes what failed.',
  },
];

/** Why the identity policy of a function names streams of its own log group, and traces, by a wildcard. */
export function functionPolicyRules(logGroupArn: string): readonly Acknowledgment[] {
  return [
    {
      rules: [`AwsSolutions-IAM5[Resource::${logGroupArn}:*]`],
      reason:
        'Lambda makes up the names of the log streams: every stream of this one log group, and only for this one function.',
    },
    { rules: ['AwsSolutions-IAM5[Resource::*]'], reason: 'X-Ray has no resource to name for PutTraceSegments.' },
  ];
}

/** Why the identity policy of the key policy manager names everything for some of its actions. */
export function managerPolicyRules(): readonly Acknowledgment[] {
  return [
    {
      rules: ['AwsSolutions-IAM5[Resource::*]'],
      reason: 'X-Ray has no resource to name for PutTraceSegments, and KMS none for ListAliases.',
    },
  ];
}

/**
 * Why the identity policy of a key administrator speaks of every key and every alias. A rule's id can't hold the name
 * of a pseudo parameter.
 */
export function administratorPolicyRules(aliasArn: string): readonly Acknowledgment[] {
  const aliases: Acknowledgment = {
    rules: [`AwsSolutions-IAM5[Resource::${aliasArn}]`],
    reason: 'Names are chosen later, and each also needs the key that it is to name, which its policy gives.',
  };
  return [
    {
      rules: ['AwsSolutions-IAM5[Resource::*]'],
      reason: 'KMS lists keys and aliases for the account as a whole: these actions have no resource to name.',
    },
    ...(Token.isUnresolved(aliasArn) ? [] : [aliases]),
  ];
}

export const GROUP_RULES: readonly Acknowledgment[] = [
  {
    rules: ['HIPAA.Security-IAMGroupHasUsers', 'PCI.DSS.321-IAMGroupHasUsers'],
    reason: 'People join the group where the account keeps them, not by this template.',
  },
];

/** Writes the reasons where cdk-nag finds them, so that a user's own run is clean as well. */
export function acknowledge(construct: IConstruct, acknowledgments: readonly Acknowledgment[]): void {
  for (const { rules, reason } of acknowledgments) {
    Validations.of(construct).acknowledge(...rules.map(id => ({ id, reason })));
  }
}
