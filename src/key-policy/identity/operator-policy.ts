/** The tasks of an operator, each with the permissions it needs. */
export const TASKS = ['create', 'import', 'rotate', 'replicate', 'verify'] as const;
export type Task = (typeof TASKS)[number];

export interface OperatorPolicyOptions {
  readonly account: string;
  readonly region: string;
  /** The key the operator works on; every key of the account and Region that can be imported into if missing. */
  readonly keyArn?: string;
  readonly tasks: readonly Task[];
  /** How material is wrapped, in the words of KMS. */
  readonly wrapping: { readonly wrappingAlgorithm: string; readonly wrappingKeySpec: string };
  readonly replicaRegions: readonly string[];
  /** Whether imports expire, for which a second factor is wanted; otherwise only those that never expire pass. */
  readonly mustExpire: boolean;
  /** Whether no second factor is wanted for what could destroy a key: material that expires, and a rotation. */
  readonly withoutMfa?: boolean;
  /** Whether the operator may get random bytes from KMS, to mix into generated material. */
  readonly mixesRandom?: boolean;
}

interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * The IAM policy of the operator of a ceremony: what each task calls, bound to origin EXTERNAL and to the wrapping that
 * was chosen. It can neither use a key nor change its policy afterwards.
 */
export function renderOperatorPolicy(options: OperatorPolicyOptions): { Version: string; Statement: IamStatement[] } {
  const { tasks } = options;
  const statements = [
    ...(tasks.includes('create') ? creating(options) : []),
    ...(tasks.some(task => task !== 'create' && task !== 'verify') ? importing(options) : []),
    ...(tasks.includes('rotate')
      ? [onKeys(options, 'RotateOnDemand', ['kms:RotateKeyOnDemand'], secondFactor(options))]
      : []),
    ...(tasks.includes('replicate') ? replicating(options) : []),
    onKeys(options, 'ReadKeys', [
      'kms:DescribeKey',
      'kms:GetKeyPolicy',
      'kms:ListKeyRotations',
      'kms:ListResourceTags',
    ]),
    ...(options.mixesRandom
      ? [{ Sid: 'MixRandom', Effect: 'Allow', Action: ['kms:GenerateRandom'], Resource: '*' } as const]
      : []),
    { Sid: 'ListNames', Effect: 'Allow', Action: ['kms:ListAliases', 'kms:ListKeys'], Resource: '*' } as const,
  ];
  return { Version: '2012-10-17', Statement: statements };
}

function keysOf({ account, region, keyArn, replicaRegions }: OperatorPolicyOptions): string[] {
  const arn = keyArn ?? `arn:${partitionOf(region)}:kms:${region}:${account}:key/*`;
  return [arn, ...replicaRegions.map(replica => arn.replace(`:kms:${region}:`, `:kms:${replica}:`))];
}

function onKeys(
  options: OperatorPolicyOptions,
  Sid: string,
  Action: string[],
  Condition: IamStatement['Condition'] = {},
): IamStatement {
  return {
    Sid,
    Effect: 'Allow',
    Action,
    Resource: keysOf(options),
    Condition: { ...Condition, StringEquals: { 'kms:KeyOrigin': 'EXTERNAL', ...Condition.StringEquals } },
  };
}

function creating(options: OperatorPolicyOptions): IamStatement[] {
  const { account, region } = options;
  const origin = {
    'kms:KeyOrigin': 'EXTERNAL',
    'kms:KeySpec': 'SYMMETRIC_DEFAULT',
    'kms:KeyUsage': 'ENCRYPT_DECRYPT',
    'aws:RequestedRegion': region,
  };
  return [
    {
      Sid: 'CreateKeysWithoutMaterial',
      Effect: 'Allow',
      Action: ['kms:CreateKey'],
      Resource: '*',
      Condition: { StringEquals: origin },
    },
    onKeys(options, 'NameAndTagKeys', ['kms:CreateAlias', 'kms:TagResource']),
    {
      Sid: 'NameKeys',
      Effect: 'Allow',
      Action: ['kms:CreateAlias'],
      Resource: `arn:${partitionOf(region)}:kms:${region}:${account}:alias/*`,
    },
  ];
}

function importing(options: OperatorPolicyOptions): IamStatement[] {
  const { wrappingAlgorithm, wrappingKeySpec } = options.wrapping;
  return [
    onKeys(options, 'WrapStrongly', ['kms:GetParametersForImport'], {
      StringEquals: { 'kms:WrappingAlgorithm': wrappingAlgorithm, 'kms:WrappingKeySpec': wrappingKeySpec },
    }),
    onKeys(
      options,
      'ImportMaterial',
      ['kms:ImportKeyMaterial'],
      options.mustExpire
        ? { ...secondFactor(options), StringEquals: { 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES' } }
        : { StringEquals: { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' } },
    ),
  ];
}

/** What could destroy a key wants what the key policy wants of its destroyers. */
function secondFactor({ withoutMfa }: OperatorPolicyOptions): IamStatement['Condition'] {
  return withoutMfa ? {} : { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
}

function replicating(options: OperatorPolicyOptions): IamStatement[] {
  return [
    onKeys(options, 'ReplicateKeys', ['kms:ReplicateKey'], {
      StringEquals: { 'kms:ReplicaRegion': options.replicaRegions },
    }),
    {
      Sid: 'CreateReplicas',
      Effect: 'Allow',
      Action: ['kms:CreateKey'],
      Resource: '*',
      Condition: { StringEquals: { 'kms:KeyOrigin': 'EXTERNAL', 'aws:RequestedRegion': options.replicaRegions } },
    },
  ];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
