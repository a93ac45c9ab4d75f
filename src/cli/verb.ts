import type { AwsOptions } from './aws-options';
import type { OptionValues, VerbOptions } from './options';
import type { Terminal } from './terminal';

/** What a verb is given: the parsed command line and everything it may touch. */
export interface VerbContext {
  readonly values: OptionValues;
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the AWS clients of this command line are to be made. */
  readonly aws: AwsOptions;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** One command, such as `key import`: a module in `src/cli/<group>/<verb>.ts` exports it as `verb`. */
export interface Verb {
  /** The whole help text: usage, prose, options, an example that runs. */
  readonly usage: string;
  readonly options: VerbOptions;
  /** How many arguments without a dash it takes. @default 0 */
  readonly maxPositionals?: number;
  /**
   * Does the work and answers the exit code: 0 done, 1 failed, 3 a check says no. Errors thrown become 1, `UsageError`
   * 2.
   */
  run(context: VerbContext): Promise<number>;
}

/** Where a verb stands in the list of commands; its module is loaded when it is called, not before. */
export interface VerbEntry {
  readonly group: string;
  readonly name: string;
  readonly summary: string;
  readonly load: () => { readonly verb: Verb };
}
