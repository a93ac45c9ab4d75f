import { type KeyGrant } from '../key-policy/grants';
import { type PolicyDocument } from '../key-policy/statement';

/** The policy of one key, wherever it is kept. */
export interface PolicyStore {
  /** Asked before each put. @throws if nothing may be put any more */
  readonly confirm?: () => Promise<unknown>;
  get(): Promise<PolicyDocument>;
  put(document: PolicyDocument): Promise<void>;
}

/** A key as the manager works with it. */
export interface ManagedKey extends PolicyStore {
  /** Where its material comes from, such as `EXTERNAL`. */
  origin(): Promise<string>;
  grants(): Promise<readonly KeyGrant[]>;
  /** The names of its aliases. */
  aliases(): Promise<readonly string[]>;
  /** When it was last used, and for what; nothing where KMS knows of no use. */
  lastUse(): Promise<string | undefined>;
}
