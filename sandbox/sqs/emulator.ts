import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequestHandler } from 'local-aws-sqs';
import { MessageGroups } from './message-groups';

export type EmulatedQueue = ReturnType<typeof createRequestHandler>['service']['Queues'][number];

export interface SqsEmulator {
  readonly endpoint: string;
  queue(name: string | undefined): EmulatedQueue | undefined;
  /** The queues that move their messages to this one in the end. */
  sourcesOf(queue: EmulatedQueue): EmulatedQueue[];
  /** To be called once for each new queue: mends what `local-aws-sqs` does differently from SQS. */
  mend(queue: EmulatedQueue): void;
  close(): Promise<void>;
}

export interface SqsEmulatorOptions {
  readonly account: string;
  readonly region: string;
  /** What queue URLs begin with: the gateway, not the emulator behind it. */
  readonly publicEndpoint: string;
  /** How many of the queues' seconds pass in one second. */
  readonly haste: number;
}

/** Receiving and changing visibility with less patience than the queue was told to have. */
function hurry(queue: EmulatedQueue, haste: number): void {
  const receive = queue.receive.bind(queue);
  queue.receive = async options =>
    receive({ ...options, VisibilityTimeout: Number(options.VisibilityTimeout ?? queue.VisibilityTimeout) / haste });
  const change = queue.changeVisibility.bind(queue);
  queue.changeVisibility = (handle, seconds) => change(handle, String(Number(seconds) / haste));
}

export async function startSqsEmulator({
  account,
  region,
  publicEndpoint,
  haste,
}: SqsEmulatorOptions): Promise<SqsEmulator> {
  const { hostname, port } = new URL(publicEndpoint);
  const { service, requestHandler } = createRequestHandler({
    accountId: account,
    region,
    hostname,
    port: Number(port),
    emulateQueueCreationLifecycle: false,
  });
  const server = createServer((request, response) => void requestHandler(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const groups = new MessageGroups();
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queue: name => service.Queues.find(queue => queue.QueueName === name),
    sourcesOf: queue =>
      service.Queues.filter(({ RedrivePolicy }) => RedrivePolicy?.deadLetterTargetArn.endsWith(`:${queue.QueueName}`)),
    mend: queue => {
      hurry(queue, haste);
      groups.watch(queue);
    },
    close: () =>
      new Promise(resolve => {
        for (const queue of service.Queues) queue.clearRecords();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
