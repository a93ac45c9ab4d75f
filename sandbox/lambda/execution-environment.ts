import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What the runtime writes when the code of an invocation has ended. */
const END_OF_LOG = '\0';

const RUNTIME = join(__dirname, 'runtime.mjs');

export interface HandlerError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What came of one invocation: what the handler returned, or why it returned nothing. */
export type Outcome = { readonly result: unknown } | { readonly error: HandlerError };

interface Answer {
  readonly ready?: true;
  readonly result?: unknown;
  readonly error?: HandlerError;
}

export interface Invocation {
  readonly event: unknown;
  readonly context: { readonly awsRequestId: string } & Readonly<Record<string, unknown>>;
  readonly timeoutSeconds: number;
  /** The time of day in the code, in milliseconds since 1970. @default the time of this machine */
  readonly now?: number;
}

/** One process that holds a function's code, used for one invocation at a time and kept warm between them. */
export class ExecutionEnvironment {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;
  private readonly started: Promise<Answer>;
  /** Of standard output and standard error, how many have not told all of the invocation. */
  private logsToCome = 0;
  private logsRead?: () => void;

  public constructor(
    environment: Readonly<Record<string, string>>,
    memoryMegabytes: number,
    /** How many times faster the waits of the code end. */
    speedup: number,
    log: (line: string) => void,
  ) {
    this.child = fork(RUNTIME, [String(speedup)], {
      cwd: environment.LAMBDA_TASK_ROOT,
      env: environment, // and nothing of this machine
      execArgv: [`--max-old-space-size=${memoryMegabytes}`],
      serialization: 'json',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child.on('error', error => log(error.message)); // such as one that could not be started
    this.ended = new Promise(resolve => this.child.once('close', resolve).once('error', resolve));
    for (const input of [this.child.stdout!, this.child.stderr!]) {
      createInterface({ input }).on('line', line => {
        if (!line.endsWith(END_OF_LOG)) return log(line);
        if (line !== END_OF_LOG) log(line.slice(0, -1));
        this.logsToCome -= 1;
        if (this.logsToCome === 0) this.logsRead?.();
      });
    }
    this.started = this.nextAnswer();
  }

  public get pid(): number | undefined {
    return this.child.pid;
  }

  public get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null && this.child.connected;
  }

  public async invoke({ event, context, timeoutSeconds, now = Date.now() }: Invocation): Promise<Outcome> {
    const started = await this.started;
    if (started.error !== undefined) return { error: started.error };
    const answered = this.nextAnswer();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Answer>(resolve => {
      timer = setTimeout(
        () =>
          resolve({
            error: {
              errorType: 'Sandbox.Timedout',
              errorMessage: `RequestId: ${context.awsRequestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
            },
          }),
        timeoutSeconds * 1000,
      );
    });
    this.logsToCome = 2;
    const logged = new Promise<void>(resolve => {
      this.logsRead = resolve;
    });
    this.child.send({ event, context, milliseconds: timeoutSeconds * 1000, now });
    const answer = await Promise.race([answered, late]);
    clearTimeout(timer);
    await Promise.race([logged, this.ended, late]);
    if (answer.error?.errorType === 'Sandbox.Timedout') await this.stop();
    return answer.error === undefined ? { result: answer.result } : { error: answer.error };
  }

  public async stop(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** The next message of the process, or that it ended instead. */
  private async nextAnswer(): Promise<Answer> {
    return new Promise(resolve => {
      const settle = (answer: Answer): void => {
        this.child.off('message', settle).off('exit', ended).off('error', ended);
        resolve(answer);
      };
      const ended = (code: unknown, signal?: unknown): void => {
        const how = typeof signal === 'string' ? `signal: ${signal}` : `exit status ${String(code)}`;
        settle({
          error: { errorType: 'Runtime.ExitError', errorMessage: `Error: Runtime exited with error: ${how}` },
        });
      };
      this.child.once('message', settle).once('exit', ended).once('error', ended);
    });
  }
}
