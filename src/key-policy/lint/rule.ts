import { type Answers } from './answers';
import { type Call } from './call';
import { type LintContext } from './lint-context';
import { type Subject } from './subjects';
import { type PolicyDocument, type Statement } from '../statement';

/** A mistake a key policy can make: how to see it, why it matters, what to do. */
export interface Rule {
  /** Stable: used to accept a finding, and as the id of an annotation. */
  readonly id: string;
  /** An error keeps the policy off the key; a warning does not. */
  readonly severity: 'error' | 'warning';
  readonly why: string;
  readonly fix: string;
  readonly check: (policy: Policy, context: LintContext) => readonly Hit[];
}

/** A policy with its statements in a list, which KMS does not insist on, and whom each of them lets in. */
export interface Policy {
  readonly document: PolicyDocument;
  readonly statements: readonly Statement[];
  /** The ARN to ask about: the key's own if it is known, or the first that the policy names. */
  readonly keyArn: string;
  readonly subjects: ReadonlyMap<Statement, readonly Subject[]>;
  readonly answers: Answers;
}

/** One place where a rule is broken. */
export interface Hit {
  /** The statement at fault; nothing where it is the policy as a whole. */
  readonly statement?: Statement;
  /**
   * What is wrong, lower case, without a full stop: what the statement does, or a whole sentence where there is none.
   */
  readonly message: string;
  /** The proof: a call that is allowed. */
  readonly call?: Call;
}
