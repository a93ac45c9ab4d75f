import { Token } from 'aws-cdk-lib';

/** Whether a Token is anywhere in a value, be it as a text, a number, a list, an object or a name. */
export function hasToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => Token.isUnresolved(name) || hasToken(inner));
}
