import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Duration, Size } from 'aws-cdk-lib';
import { Pipeline } from '../test/support/pipeline';

export interface PipelineFigures {
  readonly messages: number;
  /** Of which are in the table. */
  readonly stored: number;
  /** Puts of an item that had been put before: a call was repeated of which no answer came in time. */
  readonly repeated: number;
  readonly deadLetters: number;
  /** From the first receive, when all of them have been sent, to the last delete. */
  readonly seconds: number;
  /** Of the processor, for each message. Nothing where the machine does not tell. */
  readonly writerMicroseconds?: number;
  /** The same of everything else: SQS, DynamoDB, KMS, the poller, the policies. */
  readonly sandboxMicroseconds: number;
}

/** Sends so many messages of 1 KiB through the deployed bundle in the sandbox, in batches of 1,000. */
export async function measurePipeline(messages: number): Promise<PipelineFigures> {
  const puts: string[] = [];
  const pipeline = await Pipeline.start({
    props: {
      batchSize: 1000,
      maxConcurrency: 2, // more would wait for the one process of the sandbox until calls are given up
      maxBatchingWindow: Duration.seconds(1),
      memorySize: Size.mebibytes(1769),
    },
    watchPuts: ({ item }) => puts.push(item.id.S!),
  });
  try {
    const mappings = [...pipeline.sandbox.mappings.values()];
    mappings.forEach(mapping => mapping.disable());
    const ids = new Set<string>();
    const body = JSON.stringify({ note: 'x'.repeat(1024 - '{"note":""}'.length) });
    const block = Array.from({ length: 1000 }, () => ({ MessageBody: body }));
    while (ids.size < messages) {
      for (const id of await pipeline.send(block.slice(0, messages - ids.size))) ids.add(id);
    }
    mappings.forEach(mapping => mapping.enable());
    const [before, cpu] = [performance.now(), process.cpuUsage()];
    await pipeline.until('an empty queue', () => pipeline.depth(pipeline.queueUrl) === 0);
    const { user, system } = process.cpuUsage(cpu);
    const stored = new Set(puts.filter(id => ids.has(id)));
    return {
      messages,
      stored: stored.size,
      repeated: puts.length - stored.size,
      deadLetters: pipeline.depth(pipeline.deadLetterQueueUrl),
      seconds: (performance.now() - before) / 1000,
      writerMicroseconds: processorTimeOf(writersOf(pipeline), messages),
      sandboxMicroseconds: (user + system) / messages,
    };
  } finally {
    await pipeline.close();
  }
}

export function renderPipeline(figures: PipelineFigures): string {
  const { messages, stored, repeated, deadLetters, seconds, writerMicroseconds, sandboxMicroseconds } = figures;
  const writer = writerMicroseconds === undefined ? 'not measured here' : `${writerMicroseconds.toFixed(0)} µs`;
  return [
    `Node ${process.version}, ${cpus().length} processors, batches of 1,000, bodies of 1 KiB`,
    `${messages} messages sent, ${stored} stored, ${repeated} of them put again, ${deadLetters} dead letters`,
    `${seconds.toFixed(1)} s: ${(messages / seconds).toFixed(0)} messages a second`,
    `processor time for each message: writer ${writer}, sandbox ${sandboxMicroseconds.toFixed(0)} µs`,
  ].join('\n');
}

const writersOf = ({ sandbox }: Pipeline): number[] => [...sandbox.functions.values()].flatMap(({ pids }) => pids);

/** Linux counts the time of a process in hundredths of a second: the 14th and 15th field, behind a name in brackets. */
function processorTimeOf(pids: readonly number[], messages: number): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined;
  const ticks = pids.map(pid => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return Number(fields[11]) + Number(fields[12]);
  });
  return (ticks.reduce((sum, one) => sum + one, 0) * 10_000) / messages;
}
