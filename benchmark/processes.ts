import { fork, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import type { Contestant } from './contestants';

export interface Task {
  readonly batchSize: number;
  readonly bytes: number;
  /** Milliseconds to go on for, at least one invocation. */
  readonly budget: number;
  /** Measures one bare HTTP request with the same load in place of the handler. */
  readonly bare?: boolean;
}

export interface Sample {
  /** For each message. */
  readonly cpuMicroseconds: number;
  /** For each batch, the median of the invocations. */
  readonly wallMilliseconds: number;
}

/** A process of the benchmark that answers one message at a time. */
export class Process {
  public static async start(
    script: string,
    args: string[],
    env: NodeJS.ProcessEnv = {},
    errors: 'inherit' | 'ignore' = 'inherit',
  ): Promise<[Process, unknown]> {
    const child = fork(path.join(__dirname, script), args, {
      env,
      execArgv: [],
      stdio: ['ignore', 'ignore', errors, 'ipc'],
    });
    const process = new Process(child);
    return [process, await process.answer()];
  }

  private constructor(private readonly child: ChildProcess) {}

  public async ask(task: Task): Promise<Sample> {
    this.child.send(task);
    return (await this.answer()) as Sample;
  }

  public stop(): void {
    this.child.disconnect();
  }

  private answer(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (): void =>
        reject(new Error(`a process of the benchmark ended: ${this.child.spawnargs.slice(1).join(' ')}`));
      this.child.once('exit', fail);
      this.child.once('message', answer => {
        this.child.off('exit', fail);
        resolve(answer);
      });
    });
  }
}

/** The environment of a handler, with the stand-in in place of DynamoDB. */
export function environment(endpoint: string): NodeJS.ProcessEnv {
  return {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'orders-writer',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    WRITER_CONFIGURATION: '{"tableName":"orders"}',
  };
}

export async function startWorkers(
  contestants: readonly Contestant[],
  endpoint: string,
): Promise<Map<string, Process>> {
  const workers = new Map<string, Process>();
  for (const { name, bundle } of contestants) {
    const [worker] = await Process.start('worker.mjs', [bundle], environment(endpoint));
    workers.set(name, worker);
  }
  return workers;
}
