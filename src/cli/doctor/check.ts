import type { Account } from './account';

/** What a check found. */
export interface Finding {
  readonly state: 'good' | 'warning' | 'broken';
  /** What is, in a sentence. */
  readonly says: string;
  /** The one command that mends it. */
  readonly fix?: string;
}

/** One link of the chain from the key to the item. */
export interface Check {
  readonly name: string;
  /** The checks whose failure explains this one: if one of them is broken, this one is not looked at. */
  readonly after: readonly string[];
  look(account: Account): Promise<Finding>;
}

export const good = (says: string): Finding => ({ state: 'good', says });
export const warning = (says: string, fix?: string): Finding => ({ state: 'warning', says, fix });
export const broken = (says: string, fix: string): Finding => ({ state: 'broken', says, fix });
