import { Token } from 'aws-cdk-lib';
import type { Problems } from './value-checks';

/** Where a stack stands: a key of another place can't encrypt its table. */
export interface Environment {
  readonly account: string;
  readonly region: string;
}

const KEY_ARN =
  /^arn:aws[a-z-]*:kms:([a-z0-9-]+):(\d{12}):key\/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/;
const SESSION_ARN = /^(arn:aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//;

/** The ARN of a key that stands where the stack stands. */
export function checkKeyArn(prop: string, value: string, stack: Environment): Problems {
  if (Token.isUnresolved(value)) return [];
  const got = `got ${JSON.stringify(value)}`;
  const [match, region, account] = KEY_ARN.exec(value) ?? [];
  if (/(^|:)alias\//.test(value)) {
    return [`'${prop}' must be the ARN of a key, not of an alias, which can be moved to another key; ${got}`];
  }
  if (!match) return [`'${prop}' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, ${got}`];
  return [
    ...(region === stack.region
      ? []
      : [`'${prop}' must be a key in ${stack.region}, the Region of the stack: DynamoDB takes no other, ${got}`]),
    ...(account === stack.account
      ? []
      : [
          `'${prop}' must be a key in account ${stack.account}, the account of the stack: DynamoDB takes no other, ${got}`,
        ]),
  ];
}

/** A list of one or more roles, each once. */
export function checkRoleArns(
  prop: string,
  values: readonly string[] | undefined,
  requirement: 'required' | 'optional' = 'optional',
): Problems {
  if (Token.isUnresolved(values)) return [];
  if (values !== undefined && !Array.isArray(values)) {
    return [`'${prop}' must be a list of role ARNs, got ${JSON.stringify(values)}`];
  }
  if (!values?.length && requirement === 'required') {
    return [`'${prop}' must name at least one role, got ${JSON.stringify(values)}`];
  }
  const twice = (values ?? []).filter((value, index) => values!.indexOf(value) < index);
  return [
    ...(values ?? []).flatMap((value, index) => checkRoleArn(`${prop}[${index}]`, value)),
    ...twice.map(value => `'${prop}' must name each role once, got ${JSON.stringify(value)} twice`),
  ];
}

/** Roles that must be of the stack's own account. */
export function checkOwnAccount(prop: string, values: readonly string[] | undefined, stack: Environment): Problems {
  return listOf(values).flatMap((value, index) => {
    const [, account] = ROLE_ARN.exec(value) ?? [];
    return account === undefined || Token.isUnresolved(value) || account === stack.account
      ? []
      : [
          `'${prop}[${index}]' must be a role of account ${stack.account}: KMS ignores key administration from another account, got ${JSON.stringify(value)}`,
        ];
  });
}

/** Roles that use the key and are no administrators of it. */
export function checkNoAdmin(
  prop: string,
  values: readonly string[] | undefined,
  admins: readonly string[] | undefined,
): Problems {
  return listOf(values).flatMap((value, index) =>
    !admins?.includes(value)
      ? []
      : [
          `'${prop}[${index}]' must be no administrator of the key, got ${JSON.stringify(value)}; use another role, or say so with 'allowAdminsToUseKey'`,
        ],
  );
}

/** A service that calls as itself, for one resource of one account. */
export function checkService(service: string, sourceArn: string): Problems {
  const known = (value: string) => !Token.isUnresolved(value);
  return [
    ...(known(service) && !/^[a-z0-9-]+\.amazonaws\.com$/.test(service)
      ? [`'service' must be a service principal, such as sns.amazonaws.com, got ${JSON.stringify(service)}`]
      : []),
    ...(known(sourceArn) && !/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:[^*?]+$/.test(sourceArn)
      ? [
          `'sourceArn' must be the ARN of one topic, bucket or rule, without wildcards, got ${JSON.stringify(sourceArn)}`,
        ]
      : []),
  ];
}

/** What can be looked at one by one: neither a Token nor what is no list at all, which is said elsewhere. */
function listOf(values: readonly string[] | undefined): readonly string[] {
  return Array.isArray(values) && !Token.isUnresolved(values) ? values : [];
}

function checkRoleArn(prop: string, value: string): Problems {
  if (Token.isUnresolved(value)) return [];
  const got = `got ${JSON.stringify(value)}`;
  if (/[*?]/.test(value)) return [`'${prop}' must name one role, without wildcards, ${got}`];
  const [session, partition, account, role] = SESSION_ARN.exec(value) ?? [];
  if (session) {
    return [`'${prop}' must be a role, not a session of one: use ${partition}:iam::${account}:role/${role}, ${got}`];
  }
  return ROLE_ARN.test(value)
    ? []
    : [`'${prop}' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, ${got}`];
}
