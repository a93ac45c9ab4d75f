// Runs one contestant's bundle for its parent: measures processor and wall time of whole invocations, log included (to
// nowhere). Ends with its parent.
import { Agent, request } from 'node:http';

const { handler } = await import(process.argv[2]);
const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 30_000 };

function eventOf(batchSize, bytes) {
  const body = JSON.stringify({ note: 'x'.repeat(bytes - '{"note":""}'.length) });
  return {
    Records: Array.from({ length: batchSize }, (_, index) => ({
      messageId: `059f36b4-87a3-44ab-83d2-${String(index).padStart(12, '0')}`,
      receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
      body,
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1795480000000', SenderId: 'AROAEXAMPLE:producer', ApproximateFirstReceiveTimestamp: '1795480000100' },
      messageAttributes: {},
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:orders',
      awsRegion: 'eu-west-1',
    })),
  };
}

const agent = new Agent({ keepAlive: true });

function roundTrip(payload) {
  return new Promise((resolve, reject) => {
    const call = request(process.env.AWS_ENDPOINT_URL_DYNAMODB, { agent, method: 'POST' }, response => response.resume().on('end', resolve));
    call.on('error', reject).end(payload);
  });
}

async function measure({ batchSize, bytes, budget, bare }) {
  const event = eventOf(batchSize, bytes);
  const payload = bare ? JSON.stringify(event.Records.slice(0, 25).map(({ body }) => body)) : '';
  const invoke = bare ? () => roundTrip(payload) : () => handler(event, context);
  await invoke();
  const walls = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  do {
    const before = performance.now();
    const answer = await invoke();
    walls.push(performance.now() - before);
    if (answer?.batchItemFailures?.length > 0) throw new Error('a contestant lost messages');
  } while (performance.now() - start < budget);
  const { user, system } = process.cpuUsage(cpu);
  walls.sort((a, b) => a - b);
  return { cpuMicroseconds: (user + system) / walls.length / batchSize, wallMilliseconds: walls[Math.floor(walls.length / 2)] };
}

process.on('message', async task => process.send(await measure(task)));
process.on('disconnect', () => process.exit());
process.send('ready');
