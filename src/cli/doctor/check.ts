import type { Account } from '../deployed/account';

/** What a check found. */
export interface LinkFinding {
  readonly state: 'good' | 'warning' | 'broken';
  /** What is, in a sentence. */
  readonly says: string;
  /** The commands that mend it, one after the other: one as a rule. */
  readonly fix?: readonly string[];
  /** What to do where no command mends it alone. */
  readonly todo?: string;
}

/** What mends it: a command, commands one after the other, or what a person has to do. */
export type Remedy = Pick<LinkFinding, 'fix' | 'todo'>;

/** One link of the chain from the key to the item. */
export interface LinkCheck {
  readonly name: string;
  /** What it looks at, for the table in the docs. */
  readonly looksAt: string;
  /** What it means if this is broken. */
  readonly why: string;
  /** The checks whose failure explains this one: if one of them is broken, this one is not looked at. */
  readonly after: readonly string[];
  look(account: Account): Promise<LinkFinding>;
}

export const good = (says: string): LinkFinding => ({ state: 'good', says });
export const warning = (says: string, remedy: Remedy = {}): LinkFinding => ({ state: 'warning', says, ...remedy });
export const broken = (says: string, remedy: Remedy): LinkFinding => ({ state: 'broken', says, ...remedy });

/** Commands that mend it, one after the other. */
export const commands = (...fix: readonly string[]): Remedy => ({ fix });
