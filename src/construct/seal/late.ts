import { type IResolvable, Tokenization } from 'aws-cdk-lib';

/** Marks a Token as one that the construct answers for: its value may change until the end of synthesis. */
export function late<T>(value: T): T {
  lateTokens.add(Tokenization.reverse(value)!);
  return value;
}

/** Whether the construct answers for a Token. */
export function isLate(token: IResolvable): boolean {
  return lateTokens.has(token);
}

const lateTokens = new WeakSet<IResolvable>();
