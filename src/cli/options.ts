import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './cli-error';

/** The options a verb declares, in the form of `node:util` parseArgs. */
export type VerbOptions = NonNullable<ParseArgsConfig['options']>;

/** What parseArgs answered, by long name, read with the type that the verb declared. */
export class OptionValues {
  public constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  /** The value of an option that takes one, or `undefined`. */
  public text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** Every value of an option that may be repeated. */
  public list(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  public flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** The value of an option without which the verb cannot run; throws a usage error when it is missing. */
  public required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw new UsageError(`missing --${name}`);
    return value;
  }
}
