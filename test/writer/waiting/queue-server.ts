import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call that the writer made to its queue. */
export interface QueueCall {
  readonly target: string;
  readonly authorization: string;
  readonly input: {
    readonly QueueUrl: string;
    readonly Entries: readonly { readonly ReceiptHandle: string; readonly VisibilityTimeout: number }[];
  };
}

/** The one call of SQS that the writer makes, answered as a test wants it. */
export interface QueueServer {
  readonly endpoint: string;
  readonly calls: QueueCall[];
  /** What it answers from now on; nothing for no answer at all. */
  answer: { readonly status: number; readonly body: string } | undefined;
  close(): Promise<void>;
}

export const DONE = { status: 200, body: '{"Successful":[],"Failed":[]}' };

export async function startQueueServer(): Promise<QueueServer> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', chunk => (text += chunk));
    request.on('end', () => {
      const { 'x-amz-target': target, authorization } = request.headers as Record<string, string>;
      running.calls.push({ target, authorization, input: JSON.parse(text) as QueueCall['input'] });
      if (running.answer) response.writeHead(running.answer.status).end(running.answer.body);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const running: QueueServer = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    answer: DONE,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return running;
}
