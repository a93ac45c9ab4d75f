import { BODY_ATTRIBUTE, KEPT_ATTRIBUTES } from '../item-attributes';

/** Where the writer takes the value of a key attribute from. */
export type KeySource =
  | { readonly from: 'messageId' }
  | { readonly from: 'contentHash' }
  | { readonly from: 'jsonField'; readonly field: string }
  | { readonly from: 'messageAttribute'; readonly attribute: string };

/** A key attribute of the table and the source of its value. */
export type KeyAttribute = { readonly name: string } & KeySource;

/** What becomes of a message body: one attribute, or an attribute for each field of a JSON object. */
export type BodyMapping = { readonly as: 'text'; readonly attribute: string } | { readonly as: 'json' };

/** All that the writer is told: the value of `WRITER_CONFIGURATION`, with the defaults filled in. */
export interface Configuration {
  readonly tableName: string;
  /** The queue whose messages are stored; without it those of any queue. */
  readonly queueArn?: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly body: BodyMapping;
  /** What a write does to an item that is there already: replace it, or leave it. */
  readonly writeMode: 'overwrite' | 'insertOnly';
  /** An attribute that holds the epoch second at which the item may go, counted from when the message was sent. */
  readonly timeToLive?: { readonly attribute: string; readonly seconds: number };
  /** How long messages wait that could not be stored. Without it they wait as long as the queue's own setting says. */
  readonly waits?: Waits;
}

/** How long a message waits that could not be stored now. */
export interface Waits {
  readonly queueUrl: string;
  /** Seconds to wait after the first receive, the second, and so on; after the last the same again. */
  readonly steps: readonly number[];
  /** The part of a step, 0 to 1, by which it is shortened at most, at random. */
  readonly jitter: number;
}

const DEFAULTS = {
  partitionKey: { name: 'id', from: 'messageId' },
  body: { as: 'text', attribute: BODY_ATTRIBUTE },
  writeMode: 'overwrite',
} as const;

/**
 * Reads and checks the configuration.
 *
 * @throws with every problem at once
 */
export function parseConfiguration(text: string | undefined): Configuration {
  const given = parseObject(text);
  const configuration = { ...DEFAULTS, ...given } as Configuration;
  const problems = [
    ...Object.keys(given)
      .filter(name => !KNOWN.includes(name))
      .map(name => `'${name}' is not a setting`),
    ...checkText('tableName', configuration.tableName),
    ...(configuration.queueArn === undefined ? [] : checkText('queueArn', configuration.queueArn)),
    ...checkKey('partitionKey', configuration.partitionKey),
    ...(configuration.sortKey === undefined ? [] : checkKey('sortKey', configuration.sortKey)),
    ...checkBody(configuration.body),
    ...(['overwrite', 'insertOnly'].includes(configuration.writeMode)
      ? []
      : [problem('writeMode', "'overwrite' or 'insertOnly'", configuration.writeMode)]),
    ...(configuration.timeToLive === undefined ? [] : checkTimeToLive(configuration.timeToLive)),
    ...(configuration.waits === undefined ? [] : checkWaits(configuration.waits)),
  ];
  const names = attributeNames(configuration);
  const repeated = names.filter((name, index) => name !== undefined && names.indexOf(name) !== index);
  problems.push(...repeated.map(name => `attribute '${name}' must have one use, got several`));
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  return configuration;
}

/** Thrown at start when `WRITER_CONFIGURATION` can't be used: one error, every problem in it. */
export class InvalidConfiguration extends Error {
  public readonly name = 'InvalidConfiguration';

  public constructor(public readonly problems: readonly string[]) {
    super(`${problems.join('; ')} [WRITER_CONFIGURATION]`);
  }
}

const KNOWN = ['tableName', 'queueArn', 'partitionKey', 'sortKey', 'body', 'writeMode', 'timeToLive', 'waits'];

/** What each source needs beside its name. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  messageId: [],
  contentHash: [],
  jsonField: ['field'],
  messageAttribute: ['attribute'],
};

function parseObject(text: string | undefined): Record<string, unknown> {
  try {
    const given: unknown = JSON.parse(text ?? '');
    if (isObject(given)) return given;
  } catch {
    // said below: the parser's own message would quote the text
  }
  throw new InvalidConfiguration(['it must be a JSON object']);
}

function checkKey(setting: string, key: KeyAttribute): string[] {
  if (!isObject(key)) return [problem(setting, 'an object', key)];
  const { from } = key as KeySource;
  const needs = typeof from === 'string' && Object.hasOwn(SOURCES, from) ? SOURCES[from] : undefined;
  return [
    ...checkText(`${setting}.name`, key.name),
    ...(needs ? [] : [problem(`${setting}.from`, `one of ${Object.keys(SOURCES).join(', ')}`, from)]),
    ...(needs ?? []).flatMap(name =>
      checkText(`${setting}.${name}`, (key as unknown as Record<string, unknown>)[name]),
    ),
  ];
}

function checkBody(body: BodyMapping): string[] {
  if (!isObject(body)) return [problem('body', 'an object', body)];
  if (body.as === 'json') return [];
  return body.as === 'text'
    ? checkText('body.attribute', body.attribute)
    : [problem('body.as', "'text' or 'json'", (body as { as: unknown }).as)];
}

function checkTimeToLive(timeToLive: NonNullable<Configuration['timeToLive']>): string[] {
  if (!isObject(timeToLive)) return [problem('timeToLive', 'an object', timeToLive)];
  const { attribute, seconds } = timeToLive;
  return [
    ...checkText('timeToLive.attribute', attribute),
    ...(Number.isInteger(seconds) && seconds > 0
      ? []
      : [problem('timeToLive.seconds', 'a whole number of seconds above 0', seconds)]),
  ];
}

function checkWaits(waits: Waits): string[] {
  if (!isObject(waits)) return [problem('waits', 'an object', waits)];
  const { queueUrl, steps, jitter } = waits;
  const isStep = (step: unknown): boolean => Number.isInteger(step) && (step as number) > 0;
  return [
    ...(URL.canParse(String(queueUrl)) ? [] : [problem('waits.queueUrl', 'a URL', queueUrl)]),
    ...(Array.isArray(steps) && steps.length > 0 && steps.every(isStep)
      ? []
      : [problem('waits.steps', 'a list of whole seconds above 0', steps)]),
    ...(typeof jitter === 'number' && jitter >= 0 && jitter < 1
      ? []
      : [problem('waits.jitter', 'a number of at least 0 and below 1', jitter)]),
  ];
}

function attributeNames({ partitionKey, sortKey, body, timeToLive }: Configuration): (string | undefined)[] {
  return [
    partitionKey?.name,
    sortKey?.name,
    body?.as === 'text' ? body.attribute : undefined,
    timeToLive?.attribute,
    ...KEPT_ATTRIBUTES,
  ];
}

function checkText(setting: string, value: unknown): string[] {
  return typeof value === 'string' && value.length > 0 ? [] : [problem(setting, 'a text', value)];
}

function problem(setting: string, rule: string, got: unknown): string {
  return `'${setting}' must be ${rule}, got ${JSON.stringify(got)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
