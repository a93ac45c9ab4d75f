import { renderTable } from './print';

/** A load, and how the construct is set up for it. */
export interface Load {
  readonly name: string;
  readonly messagesPerSecond: number;
  readonly kibibytes: number;
  /** Messages an invocation gets in the mean. */
  readonly batchSize: number;
  /** Messages a producer puts into one request, up to 10. */
  readonly sendBatch: number;
  readonly memoryMebibytes: number;
  /** Processor time of the writer for a message, from the benchmark, on one processor of Lambda. */
  readonly cpuMicroseconds: number;
}

/** US East (N. Virginia), dollars, before free tiers and volume discounts. The sources stand in docs/scaling.md. */
const PRICES = {
  sqsRequest: 0.4e-6,
  dynamoDbWriteUnit: 0.625e-6,
  lambdaRequest: 0.2e-6,
  lambdaGigabyteSecond: 0.0000133334,
  kmsRequest: 0.03 / 10_000,
  logGigabyte: 0.5,
};

const SQS_CHUNK_KIBIBYTES = 64;
/** The key and the names of the attributes: what makes two write units of a body of exactly 1 KiB. */
const ITEM_OVERHEAD_KIBIBYTES = 42 / 1024;
/** Megabytes of memory at which Lambda gives a function one whole processor. */
const MEBIBYTES_OF_A_PROCESSOR = 1769;
/** Milliseconds of one call to DynamoDB, and calls the writer has under way at once. */
const CALL_MILLISECONDS = 5;
const PARALLEL_CALLS = 40;
const CALL_ITEMS = 25;
/** Seconds for which SQS, and DynamoDB for each of its callers, reuse a data key. */
const DATA_KEY_SECONDS = 300;
/** Bytes of a batch in the log: the line of metrics and Lambda's own START, END and REPORT. */
const LOG_BYTES = 1_100;

/** A trickle with whatever comes in, a steady service with a batching window of a second, and a flood. */
export const LOADS: readonly Load[] = [
  {
    name: 'trickle',
    messagesPerSecond: 1,
    kibibytes: 1,
    batchSize: 1,
    sendBatch: 1,
    memoryMebibytes: 512,
    cpuMicroseconds: 1_500,
  },
  {
    name: 'service',
    messagesPerSecond: 1_000,
    kibibytes: 1,
    batchSize: 100,
    sendBatch: 10,
    memoryMebibytes: 512,
    cpuMicroseconds: 60,
  },
  {
    name: 'flood',
    messagesPerSecond: 100_000,
    kibibytes: 1,
    batchSize: 1_000,
    sendBatch: 10,
    memoryMebibytes: 1_769,
    cpuMicroseconds: 60,
  },
];

/** What a million messages cost under a load, by service, and what they ask of the quotas each second. */
export interface Bill {
  readonly sqsRequests: number;
  readonly writeUnits: number;
  readonly invocations: number;
  readonly gigabyteSeconds: number;
  readonly kmsRequests: number;
  readonly dollars: Readonly<Record<'sqs' | 'dynamoDb' | 'lambda' | 'kms' | 'logs' | 'total', number>>;
  readonly invocationMilliseconds: number;
  readonly environments: number;
}

const MILLION = 1_000_000;

export function price(load: Load): Bill {
  const received = Math.min(load.batchSize, 10);
  const sqsRequests =
    MILLION * (billed(load.sendBatch, load) / load.sendBatch + (billed(received, load) + 1) / received);
  const writeUnits = MILLION * Math.ceil(load.kibibytes + ITEM_OVERHEAD_KIBIBYTES);
  const invocations = MILLION / load.batchSize;
  const invocationMilliseconds = Math.ceil(writeMilliseconds(load));
  const gigabyteSeconds = (((invocations * invocationMilliseconds) / 1000) * load.memoryMebibytes) / 1024;
  const invocationsPerSecond = load.messagesPerSecond / load.batchSize;
  const environments = Math.max(
    1,
    Math.ceil(Math.max((invocationsPerSecond * invocationMilliseconds) / 1000, invocationsPerSecond / 10)),
  );
  const seconds = MILLION / load.messagesPerSecond;
  const kmsRequests = (seconds / DATA_KEY_SECONDS) * (2 + 1 + environments);
  const parts = {
    sqs: sqsRequests * PRICES.sqsRequest,
    dynamoDb: writeUnits * PRICES.dynamoDbWriteUnit,
    lambda: invocations * PRICES.lambdaRequest + gigabyteSeconds * PRICES.lambdaGigabyteSecond,
    kms: kmsRequests * PRICES.kmsRequest,
    logs: ((invocations * LOG_BYTES) / 1e9) * PRICES.logGigabyte,
  };
  return {
    sqsRequests,
    writeUnits,
    invocations,
    gigabyteSeconds,
    kmsRequests,
    invocationMilliseconds,
    environments,
    dollars: { ...parts, total: Object.values(parts).reduce((sum, part) => sum + part) },
  };
}

/** Requests that SQS bills for one that carries so many messages. */
function billed(messages: number, { kibibytes }: Load): number {
  return Math.ceil((messages * kibibytes) / SQS_CHUNK_KIBIBYTES);
}

function writeMilliseconds({ batchSize, cpuMicroseconds, memoryMebibytes }: Load): number {
  const waits = Math.ceil(Math.ceil(batchSize / CALL_ITEMS) / PARALLEL_CALLS);
  const share = Math.min(1, memoryMebibytes / MEBIBYTES_OF_A_PROCESSOR);
  return waits * CALL_MILLISECONDS + (batchSize * cpuMicroseconds) / 1000 / share;
}

const LINES: readonly [string, (bill: Bill, load: Load) => string][] = [
  ['messages a second', (_, load) => whole(load.messagesPerSecond)],
  ['messages an invocation', (_, load) => whole(load.batchSize)],
  ['memory, MiB', (_, load) => whole(load.memoryMebibytes)],
  ['invocation, ms', bill => whole(bill.invocationMilliseconds)],
  ['environments at work', bill => whole(bill.environments)],
  ['SQS requests', bill => whole(bill.sqsRequests)],
  ['DynamoDB write units', bill => whole(bill.writeUnits)],
  ['invocations', bill => whole(bill.invocations)],
  ['Lambda GB-seconds', bill => whole(bill.gigabyteSeconds)],
  ['KMS requests', bill => (bill.kmsRequests < 10 ? bill.kmsRequests.toFixed(1) : whole(bill.kmsRequests))],
  ['SQS', bill => dollars(bill.dollars.sqs)],
  ['DynamoDB', bill => dollars(bill.dollars.dynamoDb)],
  ['Lambda', bill => dollars(bill.dollars.lambda)],
  ['KMS', bill => dollars(bill.dollars.kms)],
  ['log', bill => dollars(bill.dollars.logs)],
  ['**together**', bill => `**${dollars(bill.dollars.total)}**`],
];

/** The table of docs/scaling.md: a million messages under each load. */
export function renderPrices(): string {
  const bills = LOADS.map(load => [price(load), load] as const);
  return renderTable(
    ['a million messages', ...LOADS.map(({ name }) => name)],
    LINES.map(([title, cell]) => [title, ...bills.map(([bill, load]) => cell(bill, load))]),
  );
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function dollars(value: number): string {
  return `$${value.toFixed(value < 0.01 ? 4 : 2)}`;
}
