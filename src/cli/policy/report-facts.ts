import type { StatementChange } from './changes';
import type { KeyFacts } from './key-facts';
import type { Finding } from '../../key-policy/lint/lint';
import type { PolicyDocument } from '../../key-policy/statement';

/** What the page is about, and when and from what it was made. */
export interface ReportFacts {
  readonly source: string;
  readonly from: 'file' | 'standard input' | 'cloud assembly' | 'key';
  readonly document: PolicyDocument;
  readonly account: string;
  readonly findings: readonly Finding[];
  readonly time: Date;
  /** Version of this package. */
  readonly version: string;
  readonly keyArn?: string;
  /** What AWS says of the key, where the policy is that of a key. */
  readonly live?: LiveFacts;
  /** What the app changes of the construct on purpose, where the policy is that of a cloud assembly. */
  readonly deviations?: readonly string[];
  /** How the policy differs from the one that a stack rendered. */
  readonly changes?: readonly StatementChange[];
}

/** What AWS says of a key; nothing where the caller may not ask. */
export interface LiveFacts extends KeyFacts {
  /** Who asked. */
  readonly caller?: string;
}
