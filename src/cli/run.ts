import { parseArgs, types } from 'node:util';
import { type AwsOptions } from './aws';
import { explainAwsError } from './aws-error';
import { CliError, UsageError } from './cli-error';
import { renderHelp, renderVerbHelp } from './help';
import { OptionValues } from './options';
import { PROGRAM, type Streams, Terminal } from './terminal';
import { type Verb, type VerbEntry } from './verb';
import { GROUPS, VERBS } from './verbs';

const HELP_WORDS = ['--help', '-h', 'help'];

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly now?: () => Date;
}

/** Runs one command line and answers its exit code. Never throws: what went wrong is said on standard error. */
export async function run(argv: readonly string[], streams: Streams, options: RunOptions = {}): Promise<number> {
  const env = options.env ?? process.env;
  const terminal = new Terminal(streams, env.NO_COLOR ? { colour: false } : {});
  try {
    return await dispatch(argv, terminal, env, options.now ?? (() => new Date()));
  } catch (error) {
    return report(error, argv, terminal);
  }
}

async function dispatch(
  argv: readonly string[],
  terminal: Terminal,
  env: NonNullable<RunOptions['env']>,
  now: () => Date,
): Promise<number> {
  const [group, name, ...rest] = argv;
  if (group === undefined || HELP_WORDS.includes(group)) {
    terminal.result(renderHelp());
    return group === undefined ? 2 : 0;
  }
  if (!Object.hasOwn(GROUPS, group)) {
    throw new UsageError(`unknown group '${group}'; the groups are ${Object.keys(GROUPS).join(', ')}`);
  }
  if (name === undefined || HELP_WORDS.includes(name)) {
    terminal.result(renderHelp(group));
    return name === undefined ? 2 : 0;
  }
  const { verb } = find(group, name).load();
  if (rest.some(word => word === '--help' || word === '-h')) {
    terminal.result(renderVerbHelp(verb.usage));
    return 0;
  }
  const { values, positionals } = parse(verb, rest);
  return verb.run({ values, positionals, terminal, env, aws: awsOptions(values, env), now });
}

function find(group: string, name: string): VerbEntry {
  const verbs = VERBS.filter(entry => entry.group === group);
  const entry = verbs.find(candidate => candidate.name === name);
  if (!entry) {
    throw new UsageError(
      `unknown verb '${group} ${name}'; the verbs are ${verbs.map(candidate => candidate.name).join(', ')}`,
    );
  }
  return entry;
}

function parse(verb: Verb, args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options: verb.options, allowPositionals: true, strict: true });
    const excess = positionals[verb.maxPositionals ?? 0];
    if (excess !== undefined) throw new UsageError(`unexpected argument '${excess}'`);
    return { values: new OptionValues(values), positionals };
  } catch (error) {
    if (error instanceof UsageError || !types.isNativeError(error)) throw error;
    throw new UsageError(inOneLine(error.message));
  }
}

/** The first sentence of what parseArgs says, in the form of our own messages. */
function inOneLine(message: string): string {
  const [, option] = /^Option '(?:-\w, )?(--[\w-]+).*argument (?:missing|is ambiguous)/.exec(message) ?? [];
  if (option) return `option '${option}' needs a value`;
  const [sentence = message] = message.split(/\. |\n/);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function awsOptions(values: OptionValues, env: NonNullable<RunOptions['env']>): AwsOptions {
  return {
    profile: values.text('profile'),
    region: values.text('region') ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION,
    endpoint: values.text('endpoint-url'),
  };
}

function report(error: unknown, argv: readonly string[], terminal: Terminal): number {
  const explained = explainAwsError(error);
  if (explained) {
    terminal.error(explained.message);
    if (explained.hint) terminal.hint(explained.hint);
    return 1;
  }
  const { message, hint, exitCode } = describe(error);
  terminal.error(message);
  if (hint) {
    terminal.hint(hint);
  } else if (exitCode === 2) {
    terminal.hint(
      `${PROGRAM} ${[argv[0], argv[1]].filter(word => word && !word.startsWith('-')).join(' ')} --help`.replace(
        '  ',
        ' ',
      ),
    );
  }
  return exitCode;
}

/** Errors of the libraries under the verbs carry a hint too, but no exit code. */
function describe(error: unknown): { message: string; hint?: string; exitCode: number } {
  if (error instanceof CliError) return error;
  if (types.isNativeError(error)) {
    return { message: error.message, hint: (error as { hint?: string }).hint, exitCode: 1 };
  }
  return { message: 'something was thrown that is no error', exitCode: 1 };
}
