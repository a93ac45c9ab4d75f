import type { Outcome } from '../lambda/execution-environment';

/** A definition in the Amazon States Language, as far as the sandbox runs it. */
export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, TaskState>>;
}

interface TaskState {
  readonly Type: string;
  readonly Resource: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
}

/** What a state machine works with. */
export interface StateMachineHost {
  /** Invokes a function as the role of the state machine. */
  invoke(functionArn: string, input: unknown): Promise<Outcome>;
  wait(seconds: number): Promise<void>;
}

export interface Execution {
  readonly arn: string;
  readonly started: Date;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  output?: unknown;
  error?: string;
  cause?: string;
}

const STATE_FIELDS = ['Type', 'Resource', 'Next', 'End', 'Retry', 'Catch', 'Comment'];

/** A state machine of tasks that invoke functions, with their retries and what catches them. */
export class StateMachine {
  public readonly executions = new Map<string, Execution>();

  /** @throws if the definition has something the sandbox would have to ignore */
  public constructor(
    public readonly arn: string,
    public readonly roleArn: string,
    private readonly definition: Definition,
  ) {
    for (const [name, state] of Object.entries(definition.States)) {
      const unknown = Object.keys(state).filter(field => !STATE_FIELDS.includes(field));
      if (state.Type !== 'Task' || unknown.length > 0) {
        throw new Error(`the sandbox runs plain tasks alone, got ${JSON.stringify({ [name]: state })}`);
      }
    }
  }

  /** Starts an execution; a name stands for one execution alone. */
  public start(name: string, input: unknown, host: StateMachineHost): Execution {
    const execution: Execution = {
      arn: `${this.arn.replace(':stateMachine:', ':execution:')}:${name}`,
      started: new Date(),
      status: 'RUNNING',
    };
    this.executions.set(execution.arn, execution);
    this.run(this.definition.StartAt, input, host).then(
      output => Object.assign(execution, { status: 'SUCCEEDED', output }),
      (error: TaskFailed) => Object.assign(execution, { status: 'FAILED', error: error.name, cause: error.message }),
    );
    return execution;
  }

  private async run(name: string, input: unknown, host: StateMachineHost): Promise<unknown> {
    const state = this.definition.States[name];
    try {
      const output = await attempt(state, input, host);
      return state.Next === undefined ? output : await this.run(state.Next, output, host);
    } catch (error) {
      if (!(error instanceof TaskFailed)) throw error;
      const caught = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, error.error));
      if (caught === undefined) throw error;
      return this.run(caught.Next, { Error: error.error, Cause: error.message }, host);
    }
  }
}

class TaskFailed extends Error {
  public readonly name = 'TaskFailed';

  public constructor(
    public readonly error: string,
    cause: string,
  ) {
    super(cause);
  }
}

async function attempt({ Resource, Retry = [] }: TaskState, input: unknown, host: StateMachineHost): Promise<unknown> {
  const tried = new Map<Retrier, number>();
  for (;;) {
    const outcome = await host.invoke(Resource, input);
    if (!('error' in outcome)) return outcome.result;
    const { errorType } = outcome.error;
    const retrier = Retry.find(({ ErrorEquals }) => matches(ErrorEquals, errorType));
    const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2 } = retrier ?? {};
    const attempts = retrier === undefined ? 0 : (tried.get(retrier) ?? 0);
    if (retrier === undefined || attempts >= MaxAttempts) {
      throw new TaskFailed(errorType, JSON.stringify(outcome.error));
    }
    tried.set(retrier, attempts + 1);
    await host.wait(IntervalSeconds * BackoffRate ** attempts);
  }
}

const matches = (names: readonly string[], error: string): boolean =>
  names.some(name => name === 'States.ALL' || name === error);
