import { type Environment } from './environment';
import { type PolicyDocument } from '../../src/key-policy/statement';

type Context = Readonly<Record<string, string | readonly string[]>>;

/** Somebody who tries. Whoever is no service has every right in IAM. */
export interface Attacker {
  readonly name: string;
  readonly principal: (environment: Environment) => string;
  /** What travels with the credentials. */
  readonly context?: (environment: Environment) => Context;
  /** What is attached to the attacker beside every right; nothing where the example has no such role. */
  readonly attached?: (environment: Environment) => readonly PolicyDocument[] | undefined;
}

/** One call of an attack, in the terms of an environment; nothing where it has nothing to call. */
export interface AttackCall {
  readonly action: string;
  readonly resource: string;
  /** The policy of that resource, where it has one. */
  readonly policy?: PolicyDocument;
  readonly context: Context;
}

/** A Sid, without the prefix of the construct, or one of the two below. */
export type Outcome = string;
/** No deny is needed: the resource's policy lets nobody in but those whom it names. */
export const NOT_LET_IN = 'not let in';
export const SUCCEEDS = 'succeeds';

/** What somebody tries: all calls have to be allowed for it to succeed. */
export interface Attack {
  readonly who: Attacker;
  readonly what: string;
  readonly calls: ReadonlyArray<(environment: Environment) => AttackCall | undefined>;
  /** What refuses it, by hand. */
  readonly refusedBy: Outcome;
  /** The same with `strictConditions`. @default as without */
  readonly strictly?: Outcome;
  /** What refuses it beside the role guard. @default as without the guard */
  readonly guarded?: Outcome;
  /** Why it is let be, where it succeeds whatever is done. */
  readonly remains?: string;
}

/** The attacks of one attacker, in short: what, by which calls, refused by what, and what differs. */
export function attacksOf(
  who: Attacker,
  rows: ReadonlyArray<
    readonly [
      what: string,
      calls: Attack['calls'],
      refusedBy: Outcome,
      more?: Pick<Attack, 'strictly' | 'guarded' | 'remains'>,
    ]
  >,
): readonly Attack[] {
  return rows.map(([what, calls, refusedBy, more]) => ({ who, what, calls, refusedBy, ...more }));
}
