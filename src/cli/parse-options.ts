import { parseArgs, types } from 'node:util';
import { UsageError } from './cli-error';
import { didYouMean } from './did-you-mean';
import { OptionValues } from './options';
import type { Verb } from './verb';

/** Parses the words after a verb. */
export function parseOptions(verb: Verb, args: string[]): { values: OptionValues; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options: verb.options, allowPositionals: true, strict: true });
    const excess = positionals[verb.maxPositionals ?? 0];
    if (excess !== undefined) throw new UsageError(`unexpected argument '${excess}'`);
    return { values: new OptionValues(values), positionals };
  } catch (error) {
    if (error instanceof UsageError || !types.isNativeError(error)) throw error;
    throw inOurWords(error.message, Object.keys(verb.options));
  }
}

/** The first sentence of what parseArgs says, in the form of our own messages. */
function inOurWords(message: string, options: string[]): UsageError {
  const [, option] = /^Option '(?:-\w, )?(--[\w-]+).*argument (?:missing|is ambiguous)/.exec(message) ?? [];
  if (option) return new UsageError(`option '${option}' needs a value`);
  const [sentence = message] = message.split(/\. |\n/);
  const [, unknown] = /^Unknown option '--([^']+)'/.exec(sentence) ?? [];
  const meant = unknown === undefined ? undefined : didYouMean(unknown, options);
  return new UsageError(sentence.charAt(0).toLowerCase() + sentence.slice(1), meant && `did you mean: --${meant}`);
}
