import { randomUUID } from 'node:crypto';
import { ExecutionEnvironment, type Outcome } from './execution-environment';
import type { LambdaHost } from './lambda-host';

/** A function as the template describes it. */
export interface FunctionDefinition {
  readonly name: string;
  /** Such as `nodejs24.x`. @default some Node.js */
  readonly runtime?: string;
  readonly handler: string;
  readonly roleArn: string;
  /** The directory of the code. */
  readonly code: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly reservedConcurrency?: number;
}

/** What invoking it gives when it runs as often as it may at a time. */
const THROTTLED = 'TooManyRequestsException';

/** A function of the account, with the processes that run its code. */
export class LambdaFunction {
  public readonly arn: string;
  /** When its code or configuration was last changed. */
  public lastModified: Date;
  private readonly environments = new Set<ExecutionEnvironment>();
  private readonly idle: ExecutionEnvironment[] = [];
  private generation = 0;

  public constructor(
    private defined: FunctionDefinition,
    private readonly host: LambdaHost,
  ) {
    this.arn = `arn:aws:lambda:${host.region}:${host.account}:function:${defined.name}`;
    this.lastModified = new Date(host.clock.now());
  }

  public get definition(): FunctionDefinition {
    return this.defined;
  }

  /** Takes on new code or configuration: the next invocation starts a new process. */
  public become(definition: FunctionDefinition): void {
    this.defined = definition;
    this.lastModified = new Date(this.host.clock.now());
    for (const environment of this.idle.splice(0)) {
      void this.discard(environment);
    }
    this.generation += 1;
  }

  /** Says how many of it may run at a time; those that wait for work end. */
  public reserve(reservedConcurrency: number | undefined): void {
    this.defined = { ...this.defined, reservedConcurrency };
    for (const environment of this.idle.splice(0)) void this.discard(environment);
  }

  /** The processes that run its code now. */
  public get pids(): number[] {
    return [...this.environments].filter(({ isAlive }) => isAlive).map(({ pid }) => pid!);
  }

  /** Runs its code, during which the time of the sandbox stands still. */
  public async invoke(event: unknown): Promise<Outcome> {
    return this.host.clock.during(async () => {
      const started = performance.now();
      const outcome = await this.run(event);
      this.count(outcome, performance.now() - started);
      return outcome;
    });
  }

  /** Kills its processes, in the middle of whatever they do. */
  public kill(): void {
    for (const pid of this.pids) process.kill(pid, 'SIGKILL');
  }

  /** Ends every process. */
  public async stop(): Promise<void> {
    await Promise.all([...this.environments].map(async environment => environment.stop()));
    this.environments.clear();
  }

  private async run(event: unknown): Promise<Outcome> {
    const { runtime = 'nodejs' } = this.definition;
    if (!runtime.startsWith('nodejs')) {
      const errorMessage = `the sandbox runs Node.js alone, and ${this.definition.name} is for ${runtime}`;
      return { error: { errorType: 'Sandbox.UnknownRuntime', errorMessage } };
    }
    const environment = this.idle.find(({ isAlive }) => isAlive) ?? this.start();
    if (environment === undefined) {
      return { error: { errorType: THROTTLED, errorMessage: 'Rate Exceeded.' } };
    }
    this.idle.splice(0, this.idle.length, ...this.idle.filter(other => other !== environment && other.isAlive));
    for (const other of this.environments) if (!other.isAlive) this.environments.delete(other);
    const { name, memoryMegabytes, timeoutSeconds, logGroup } = this.definition;
    const context = {
      awsRequestId: randomUUID(),
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: this.arn,
      memoryLimitInMB: String(memoryMegabytes),
      logGroupName: logGroup,
    };
    const { generation } = this;
    const outcome = await environment.invoke({ event, context, timeoutSeconds, now: this.host.clock.now() });
    if (environment.isAlive && generation === this.generation) this.idle.push(environment);
    else await this.discard(environment);
    return outcome;
  }

  /** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
  private count(outcome: Outcome, milliseconds: number): void {
    const put = (name: string, value: number, unit = 'Count'): void =>
      this.host.measure({
        namespace: 'AWS/Lambda',
        name,
        dimensions: { FunctionName: this.definition.name },
        values: [value],
        unit,
      });
    const error = 'error' in outcome ? outcome.error.errorType : undefined;
    put('Throttles', error === THROTTLED ? 1 : 0);
    if (error === THROTTLED) return; // nothing was invoked
    put('Invocations', 1);
    put('Errors', error === undefined ? 0 : 1);
    put('Duration', milliseconds, 'Milliseconds');
  }

  private async discard(environment: ExecutionEnvironment): Promise<void> {
    this.environments.delete(environment);
    await environment.stop();
  }

  private start(): ExecutionEnvironment | undefined {
    const { memoryMegabytes, reservedConcurrency = Infinity } = this.definition;
    const { clock } = this.host;
    if (this.environments.size >= reservedConcurrency) return undefined;
    const stream = `${new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomUUID().replaceAll('-', '')}`;
    const mayLog = this.may('logs:CreateLogStream', 'logs:PutLogEvents');
    const log = (line: string): void => void this.write(line, stream, mayLog);
    const environment = new ExecutionEnvironment(this.renderVariables(stream), memoryMegabytes, clock.speedup, log);
    this.environments.add(environment);
    return environment;
  }

  /**
   * Lambda writes a function's log with the function's role; without the permission, or without the log group, the log
   * is lost and the function runs.
   */
  private async write(line: string, stream: string, mayLog: Promise<boolean>): Promise<void> {
    const { logGroup } = this.definition;
    if (!(await mayLog)) return;
    const isThere = this.host.logs.names.includes(logGroup) || (await this.may('logs:CreateLogGroup'));
    if (isThere) this.host.logs.put(logGroup, stream, line);
  }

  private async may(...actions: readonly string[]): Promise<boolean> {
    const { account, region, authorize } = this.host;
    const resource = `arn:aws:logs:${region}:${account}:log-group:${this.definition.logGroup}:log-stream:any`;
    const asked = { principal: this.definition.roleArn, resource, context: { 'lambda:SourceFunctionArn': this.arn } };
    const verdicts = await Promise.all(actions.map(async action => authorize({ ...asked, action })));
    return verdicts.every(({ allowed }) => allowed);
  }

  private renderVariables(stream: string): Record<string, string> {
    const { name, handler, roleArn, code, memoryMegabytes, variables, logGroup } = this.definition;
    const { region, endpoint, identities } = this.host;
    const { accessKeyId, secretAccessKey } = identities.credentialsOf(roleArn, {
      'lambda:SourceFunctionArn': this.arn,
    });
    return {
      ...variables,
      _HANDLER: handler,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: 'sandbox',
      AWS_DEFAULT_REGION: region,
      AWS_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: logGroup,
      AWS_LAMBDA_LOG_STREAM_NAME: stream,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true', // the Node.js of this machine may be older than Lambda's
      LAMBDA_TASK_ROOT: code,
      NODE_PATH: this.host.assets.runtimeModules,
      TZ: ':UTC',
    };
  }
}
