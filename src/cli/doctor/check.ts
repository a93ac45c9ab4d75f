import type { Account } from './account';

/** What a check found. */
export interface LinkFinding {
  readonly state: 'good' | 'warning' | 'broken';
  /** What is, in a sentence. */
  readonly says: string;
  /** The one command that mends it. */
  readonly fix?: string;
}

/** One link of the chain from the key to the item. */
export interface LinkCheck {
  readonly name: string;
  /** The checks whose failure explains this one: if one of them is broken, this one is not looked at. */
  readonly after: readonly string[];
  look(account: Account): Promise<LinkFinding>;
}

export const good = (says: string): LinkFinding => ({ state: 'good', says });
export const warning = (says: string, fix?: string): LinkFinding => ({ state: 'warning', says, fix });
export const broken = (says: string, fix: string): LinkFinding => ({ state: 'broken', says, fix });
