import { UsageError } from './cli-error';
import type { OptionValues } from './verb';

/** Reads what parseArgs answered. */
export class ParsedOptions implements OptionValues {
  public constructor(private readonly values: Readonly<Record<string, unknown>>) {}

  public text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  public list(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  public flag(name: string): boolean {
    return this.values[name] === true;
  }

  public required(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw new UsageError(`missing --${name}`);
    return value;
  }
}
