import type { ParseArgsConfig } from 'node:util';
import type { AwsOptions } from './aws';
import type { Terminal } from './terminal';

export type VerbOptions = NonNullable<ParseArgsConfig['options']>;

/** What a verb is given: the parsed command line and everything it may touch. */
export interface VerbContext {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the AWS clients of this command line are to be made. */
  readonly aws: AwsOptions;
  readonly now: () => Date;
}

/** Options by long name, as `node:util` parseArgs gives them, read with the type the verb declared. */
export interface OptionValues {
  /** The value of an option that takes one, or `undefined`. */
  text(name: string): string | undefined;
  /** Every value of an option that may be repeated. */
  list(name: string): string[];
  flag(name: string): boolean;
  /** The value of an option without which the verb cannot run; throws a usage error when it is missing. */
  required(name: string): string;
}

/** One command, such as `key import`: a module in `src/cli/<group>/<verb>.ts` exports it as `verb`. */
export interface Verb {
  /** The whole help text: usage, prose, options, an example that runs. */
  readonly usage: string;
  readonly options: VerbOptions;
  /** How many arguments without a dash it takes. @default 0 */
  readonly maxPositionals?: number;
  /** Does the work and answers the exit code: 0 done, 1 failed, 3 a check says no. Errors thrown become 1, `UsageError` 2. */
  run(context: VerbContext): Promise<number>;
}

/** Where a verb stands in the list of commands; its module is loaded when it is called, not before. */
export interface VerbEntry {
  readonly group: string;
  readonly name: string;
  readonly summary: string;
  readonly load: () => { readonly verb: Verb };
}

