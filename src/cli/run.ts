import { setTimeout } from 'node:timers/promises';
import { readAwsOptions } from './aws';
import { findVerb, requireGroup, soleVerb } from './find-verb';
import { renderAllHelp, renderHelp, renderVerbHelp } from './help';
import { parseOptions } from './parse-options';
import { reportError } from './report-error';
import { selfCheck, showVersion } from './self-check';
import { type Streams, Terminal } from './terminal';
import type { VerbContext } from './verb';

const HELP_WORDS = ['--help', '-h', 'help'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Environment = Readonly<Record<string, string | undefined>>;

export interface RunOptions {
  readonly env?: Environment;
  readonly now?: () => Date;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** The process whose signals end this command line. */
  readonly process?: Pick<NodeJS.Process, 'once' | 'kill' | 'pid'>;
}

/** Runs one command line and answers its exit code. Never throws: what went wrong is said on standard error. */
export async function run(argv: readonly string[], streams: Streams, options: RunOptions = {}): Promise<number> {
  const env = options.env ?? process.env;
  const terminal = new Terminal(streams, env.NO_COLOR || env.TERM === 'dumb' ? { colour: false } : {});
  stopOnSignals(terminal, options.process);
  const time = { now: options.now ?? (() => new Date()), sleep: options.sleep ?? setTimeout };
  const code = await dispatch(argv, terminal, env, time).catch(error => reportError(error, argv, terminal));
  return terminal.settle(code);
}

/** A signal ends the process at once, by its default action, after the way on is said; unless Ctrl-C is a question. */
function stopOnSignals(terminal: Terminal, watched: RunOptions['process']): void {
  const listen = (signal: (typeof SIGNALS)[number]): void => {
    watched?.once(signal, () => {
      if (signal === 'SIGINT' && terminal.interrupted()) return listen(signal);
      terminal.stopped();
      watched.kill(watched.pid, signal);
    });
  };
  SIGNALS.forEach(listen);
}

async function dispatch(
  argv: readonly string[],
  terminal: Terminal,
  env: Environment,
  time: Pick<VerbContext, 'now' | 'sleep'>,
): Promise<number> {
  const { columns } = terminal.streams.stdout;
  const [group, ...words] = argv;
  if (group === '--version') return showVersion(terminal);
  if (group === '--self-check') return selfCheck(terminal, words[0]);
  if (group === undefined || HELP_WORDS.includes(group)) return help(words, terminal, group === undefined ? 2 : 0);
  requireGroup(group);
  const [name, ...after] = words;
  if (soleVerb(group) === undefined && (name === undefined || HELP_WORDS.includes(name))) {
    return after.length > 0
      ? help([group, ...after], terminal, 0)
      : help([group], terminal, name === undefined ? 2 : 0);
  }
  const { entry, rest } = findVerb(group, words);
  const { verb } = entry.load();
  if (rest[0] === 'help' || rest.some(word => word === '--help' || word === '-h')) {
    terminal.result(renderVerbHelp(verb.usage, columns));
    return 0;
  }
  const { values, positionals } = parseOptions(verb, rest);
  const aws = await readAwsOptions(values, env, terminal, 'region' in verb.options && 'profile' in verb.options);
  return verb.run({ values, positionals, terminal, env, aws, ...time });
}

/** `help`, `help key`, `help key wrap`, `help --all`. */
function help([group, ...words]: readonly string[], terminal: Terminal, code: number): number {
  const { columns } = terminal.streams.stdout;
  if (group === '--all') {
    terminal.result(renderAllHelp(columns));
  } else if (group === undefined || HELP_WORDS.includes(group)) {
    terminal.result(renderHelp(undefined, columns));
  } else {
    requireGroup(group);
    if (words.length === 0 && soleVerb(group) === undefined) terminal.result(renderHelp(group, columns));
    else terminal.result(renderVerbHelp(findVerb(group, words).entry.load().verb.usage, columns));
  }
  return code;
}
