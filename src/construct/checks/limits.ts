/** A whole number within bounds that a service sets. */
export interface Limit {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export const RETENTION_SECONDS: Limit = { min: 60, max: 1_209_600, unit: 'seconds' };
export const DATA_KEY_REUSE_SECONDS: Limit = { min: 60, max: 86_400, unit: 'seconds' };
export const OUTAGE_SECONDS: Limit = { min: 60, max: 1_209_600, unit: 'seconds' };

/**
 * SQS takes up to 1 MiB and DynamoDB up to 400 KB an item, names and keys included, so a message stays 16 KiB below the
 * item.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
export const MESSAGE_BYTES: Limit = { min: 1_024, max: 393_216, unit: 'bytes' };

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export const BATCH_SIZE: Limit = { min: 1, max: 10_000, unit: 'messages' };
export const FIFO_BATCH_SIZE: Limit = { min: 1, max: 10, unit: 'messages' };
export const UNWINDOWED_BATCH_SIZE = 10;
export const BATCHING_WINDOW_SECONDS: Limit = { min: 0, max: 300, unit: 'seconds' };
export const MAX_CONCURRENCY: Limit = { min: 2, max: 1_000, unit: 'invocations' };

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const TIMEOUT_SECONDS: Limit = { min: 1, max: 900, unit: 'seconds' };
export const MEMORY_MEBIBYTES: Limit = { min: 128, max: 10_240, unit: 'MiB' };

/** A century at most: more is a mistaken unit. */
export const TIME_TO_LIVE_SECONDS: Limit = { min: 1, max: 3_153_600_000, unit: 'seconds' };

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const EVALUATION_PERIODS: Limit = { min: 1, max: 1_440, unit: 'periods' };
export const TRAFFIC_SECONDS: Limit = { min: 60, max: 86_400, unit: 'seconds' };

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const SESSION_SECONDS: Limit = { min: 3_600, max: 43_200, unit: 'seconds' };

/** How long a name may be, and what it may hold: queues, tables, functions and roles. */
export const NAMES = {
  /** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
  queue: { pattern: /^[A-Za-z0-9_-]{1,71}$/, rule: '1 to 71 letters, digits, hyphens and underscores' }, // 80 less `-dlq.fifo`
  queueWithSuffix: {
    pattern: /^[A-Za-z0-9_-]{1,71}(\.fifo)?$/,
    rule: '1 to 71 letters, digits, hyphens and underscores, and .fifo for a FIFO queue',
  },
  /** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
  table: { pattern: /^[A-Za-z0-9_.-]{3,255}$/, rule: '3 to 255 letters, digits, hyphens, underscores and dots' },
  /** @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
  function: { pattern: /^[A-Za-z0-9_-]{1,64}$/, rule: '1 to 64 letters, digits, hyphens and underscores' },
  /** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
  attribute: { pattern: /^[A-Za-z0-9_.-]{1,255}$/, rule: '1 to 255 letters, digits, hyphens, underscores and dots' },
  /** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  role: { pattern: /^[\w+=,.@-]{1,64}$/, rule: '1 to 64 letters, digits and characters of +=,.@_-' },
  /** What leaves room for the rest of a role's name. */
  rolePrefix: { pattern: /^[\w+=,.@-]{1,20}$/, rule: '1 to 20 letters, digits and characters of +=,.@_-' },
  /** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
  rolePath: {
    pattern: /^\/([\x21-\x2e\x30-\x7e]+\/)*$/,
    rule: "a path that begins and ends with a slash, as '/' or '/application/'",
  },
  /** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
  group: { pattern: /^[\w+=,.@-]{1,128}$/, rule: '1 to 128 letters, digits and characters of +=,.@_-' },
} as const;

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MANAGED_POLICY_CHARACTERS = 6_144;
