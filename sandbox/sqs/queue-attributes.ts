import { invalidValue, SqsError } from './sqs-error';

/** Where a queue's dead letters go, and after how many receives. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** What each attribute that is a number may be, and what it is unless somebody says so. */
const NUMBERS: Readonly<Record<string, readonly [least: number, most: number, otherwise: number]>> = {
  DelaySeconds: [0, 900, 0],
  KmsDataKeyReusePeriodSeconds: [60, 86_400, 300],
  MaximumMessageSize: [1_024, 1_048_576, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  VisibilityTimeout: [0, 43_200, 30],
};

const FLAGS = ['ContentBasedDeduplication', 'FifoQueue', 'SqsManagedSseEnabled'];
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  DeduplicationScope: ['messageGroup', 'queue'],
  FifoThroughputLimit: ['perMessageGroupId', 'perQueue'],
};
const TEXTS = ['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'RedrivePolicy'];

/** The attributes of a queue that can be set, as text. */
export class QueueAttributes {
  private readonly given = new Map<string, string>();

  /** @throws SqsError if one is unknown or not as it must be; then none is set */
  public set(attributes: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(attributes)) requireAttribute(name, String(value));
    for (const [name, value] of Object.entries(attributes)) {
      if (value === '') this.given.delete(name);
      else this.given.set(name, String(value));
    }
  }

  public get(name: string): string | undefined {
    const otherwise = Object.hasOwn(NUMBERS, name) ? String(NUMBERS[name][2]) : undefined;
    return this.given.get(name) ?? otherwise;
  }

  public number(name: keyof typeof NUMBERS): number {
    return Number(this.get(name));
  }

  public get isFifo(): boolean {
    return this.get('FifoQueue') === 'true';
  }

  public get redrivePolicy(): RedrivePolicy | undefined {
    const text = this.get('RedrivePolicy');
    return text === undefined ? undefined : (JSON.parse(text) as RedrivePolicy);
  }

  /** Every attribute that has a value. */
  public all(): Record<string, string> {
    const shown = Object.keys(NUMBERS).filter(name => name !== 'KmsDataKeyReusePeriodSeconds');
    const otherwise = Object.fromEntries(shown.map(name => [name, this.get(name)!]));
    return {
      SqsManagedSseEnabled: String(!this.given.has('KmsMasterKeyId')),
      ...otherwise,
      ...Object.fromEntries(this.given),
    };
  }
}

function requireAttribute(name: string, value: string): void {
  if (Object.hasOwn(NUMBERS, name)) {
    const [least, most] = NUMBERS[name];
    if (!/^\d+$/.test(value) || Number(value) < least || Number(value) > most) throw invalidAttribute(name);
  } else if (FLAGS.includes(name)) {
    if (!['true', 'false'].includes(value)) throw invalidAttribute(name);
  } else if (Object.hasOwn(CHOICES, name)) {
    if (!CHOICES[name].includes(value)) throw invalidAttribute(name);
  } else if (name === 'RedrivePolicy' && value !== '') {
    requireRedrivePolicy(value);
  } else if (!TEXTS.includes(name)) {
    throw new SqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
  }
}

function requireRedrivePolicy(text: string): void {
  const { deadLetterTargetArn, maxReceiveCount } = parse(text) as Partial<RedrivePolicy>;
  if (deadLetterTargetArn === undefined || maxReceiveCount === undefined) {
    throw invalidValue(text, 'RedrivePolicy', 'Redrive policy does not contain mandatory attribute');
  }
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw invalidValue(text, 'RedrivePolicy', 'Invalid value for maxReceiveCount: it must be between 1 and 1000');
  }
}

function parse(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    throw invalidValue(text, 'RedrivePolicy', 'Redrive policy is not a valid JSON map');
  }
}

const invalidAttribute = (name: string): SqsError =>
  new SqsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
