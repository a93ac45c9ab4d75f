import { Token } from 'aws-cdk-lib';

/** A value as an error shows it: short, on one line, and never an error of its own, whatever JavaScript handed over. */
export function got(value: unknown): string {
  if (Array.isArray(value) && !Token.isUnresolved(value)) return `[${value.map(got).join(',')}]`;
  if (value !== undefined && Token.isUnresolved(value)) return 'a Token';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : `an object of ${value.constructor?.name ?? 'no class'}`;
    case 'function':
      return 'a function';
    default:
      return String(value);
  }
}
