import { Token } from 'aws-cdk-lib';
import { got } from './got';
import { isText, type Problems } from './value-checks';
import { parseArn, parseKeyArn, parseRoleArn } from '../../arn';
import { isKnown } from '../names/is-known';

/** Where a stack stands: a key of another place can't encrypt its table. */
export interface Environment {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** The ARN of a key that stands where the stack stands. */
export function checkKeyArn(prop: string, value: unknown, stack: Environment): Problems {
  const text = typeof value === 'string' ? value : '';
  if (!isKnown(text)) return [];
  if (/(^|:)alias\//.test(text)) {
    return [
      `'${prop}' must be the ARN of a key, not of an alias, which can be moved to another key; got ${got(value)}`,
    ];
  }
  const key = parseKeyArn(text);
  if (!key) {
    return [`'${prop}' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got ${got(value)}`];
  }
  return [
    ...checkPartition(prop, key.partition, value, stack),
    ...(isSame(key.region, stack.region)
      ? []
      : [
          `'${prop}' must be a key in ${stack.region}, the Region of the stack: DynamoDB takes no other, got ${got(value)}`,
        ]),
    ...(isSame(key.account, stack.account)
      ? []
      : [
          `'${prop}' must be a key in account ${stack.account}, the account of the stack: DynamoDB takes no other, got ${got(value)}`,
        ]),
  ];
}

/** A list of one or more roles, each once. */
export function checkRoleArns(
  prop: string,
  values: unknown,
  requirement: 'required' | 'optional' = 'optional',
  stack?: Pick<Environment, 'partition'>,
): Problems {
  if (values === undefined && requirement === 'optional') return [];
  if (Token.isUnresolved(values)) {
    return [
      `'${prop}' must be a list whose length is known at synth, got a list Token: name each role, as in [Fn.select(0, list)]`,
    ];
  }
  if (values !== undefined && !Array.isArray(values)) {
    return [`'${prop}' must be a list of role ARNs, got ${got(values)}`];
  }
  if (!values?.length && requirement === 'required') {
    return [`'${prop}' must name at least one role, got ${got(values)}`];
  }
  const twice = values!.filter((value, index) => values!.indexOf(value) < index);
  return [
    ...values!.flatMap((value, index) => checkRoleArn(`${prop}[${index}]`, value, stack)),
    ...twice.map(value => `'${prop}' must name each role once, got ${got(value)} twice`),
  ];
}

/** The same for roles that must be of the stack's own account, and why. */
export function checkOwnRoleArns(
  prop: string,
  values: unknown,
  stack: Environment,
  requirement: 'required' | 'optional' = 'optional',
  why = 'KMS ignores key administration from another account',
): Problems {
  const problems = checkRoleArns(prop, values, requirement, stack);
  if (!Array.isArray(values) || Token.isUnresolved(values)) return problems;
  return [
    ...problems,
    ...values.flatMap((value, index) => {
      const role = typeof value === 'string' && isKnown(value) ? parseRoleArn(value) : undefined;
      return !role || isSame(role.account, stack.account)
        ? []
        : [`'${prop}[${index}]' must be a role of account ${stack.account}: ${why}, got ${got(value)}`];
    }),
  ];
}

/** A service that calls as itself, for one resource of one account. */
export function checkService(service: unknown, sourceArn: unknown): Problems {
  const isPrincipal = (text: string) => /^[a-z0-9-]+\.amazonaws\.com$/.test(text);
  const isOneResource = (text: string) => !/[*?]/.test(text) && parseArn(text) !== undefined;
  return [
    ...(isText(service, isPrincipal)
      ? []
      : [`'service' must be a service principal, such as sns.amazonaws.com, got ${got(service)}`]),
    ...(isText(sourceArn, isOneResource)
      ? []
      : [`'sourceArn' must be the ARN of one topic, bucket or rule, without wildcards, got ${got(sourceArn)}`]),
  ];
}

/** Two names of an account or a Region, of which the deployment may know one alone. */
function isSame(one: string, other: string): boolean {
  return one === other || !isKnown(other);
}

/** AWS takes no ARN of another partition in a policy. */
function checkPartition(
  prop: string,
  given: string,
  value: unknown,
  { partition }: Pick<Environment, 'partition'> = { partition: given },
): Problems {
  return isSame(given, partition)
    ? []
    : [`'${prop}' must be an ARN of the partition of the stack, which is ${partition}, got ${got(value)}`];
}

function checkRoleArn(prop: string, value: unknown, stack?: Pick<Environment, 'partition'>): Problems {
  const text = typeof value === 'string' ? value : '';
  if (!isKnown(text)) return [];
  if (/[*?]/.test(text)) return [`'${prop}' must name one role, without wildcards, got ${got(value)}`];
  const arn = parseArn(text);
  const [, role] = /^assumed-role\/([^/]+)\//.exec(arn?.service === 'sts' ? arn.resource : '') ?? [];
  if (arn && role) {
    return [
      `'${prop}' must be a role, not a session of one: use arn:${arn.partition}:iam::${arn.account}:role/${role}, got ${got(value)}`,
    ];
  }
  const parsed = parseRoleArn(text);
  return parsed
    ? checkPartition(prop, parsed.partition, value, stack)
    : [`'${prop}' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got ${got(value)}`];
}
