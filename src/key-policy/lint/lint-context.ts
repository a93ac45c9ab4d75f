import { type Context } from '../evaluation/request';

/** What the document alone does not say. */
export interface LintContext {
  /** The account of the key. */
  readonly account: string;
  /** The ARN of the key, for statements that name one. */
  readonly keyArn?: string;
  /** Condition keys that are known of every call, such as the organization. @default every key is open */
  readonly given?: Context;
}
