import { fork, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import type { SQSBatchResponse } from 'aws-lambda';

const BUNDLE = path.join(__dirname, '..', '..', 'assets', 'writer', 'writer.lambda', 'index.js');

/** The bundled writer in a process of its own, as Lambda runs it. */
export class WriterProcess {
  public static start(endpoint: string, configuration: string, queueEndpoint = endpoint): WriterProcess {
    return new WriterProcess(
      fork(path.join(__dirname, 'invoke.mjs'), [BUNDLE], {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        execArgv: [],
        env: {
          AWS_REGION: 'eu-west-1',
          AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
          AWS_SECRET_ACCESS_KEY: 'secret',
          AWS_ENDPOINT_URL_DYNAMODB: endpoint,
          AWS_ENDPOINT_URL_SQS: queueEndpoint,
          AWS_LAMBDA_FUNCTION_NAME: 'orders-writer',
          AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
          WRITER_CONFIGURATION: configuration,
        },
      }),
    );
  }

  /** Everything it ever wrote, to standard output or standard error. */
  public output = '';
  private readonly waiting: { resolve: (response: SQSBatchResponse) => void; reject: (error: Error) => void }[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', chunk => (this.output += chunk));
    child.stderr!.on('data', chunk => (this.output += chunk));
    child.on('message', ({ response, error }: { response?: SQSBatchResponse; error?: string }) => {
      const { resolve, reject } = this.waiting.shift()!;
      if (response) resolve(response);
      else reject(new Error(error));
    });
    child.on('exit', () =>
      this.waiting.splice(0).forEach(({ reject }) => reject(new Error(`the writer ended: ${this.output}`))),
    );
  }

  /** @param milliseconds what the invocation has */
  public invoke(event: unknown, milliseconds = 30_000): Promise<SQSBatchResponse> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child.send({ event, milliseconds });
    });
  }

  public async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise(resolve => this.child.once('exit', resolve));
    this.child.disconnect();
    await ended;
  }
}
