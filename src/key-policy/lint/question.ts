import { type LintContext } from './lint-context';
import { type Call, type Policy } from './rule';
import { type Kind, type Subject } from './subjects';
import { isSourceKey } from '../evaluation/circumstances';
import { EVERYTHING } from '../evaluation/judge';
import { coversAction } from '../evaluation/match';
import { type Context } from '../evaluation/request';
import { findWitness } from '../evaluation/witness';
import { type Statement } from '../statement';

/** A question with holes: may somebody of these kinds call one of these actions, whatever else is true of the call? */
export interface Question {
  readonly of: readonly Kind[];
  readonly actions: readonly string[];
  /** Whom of them to ask about. @default all of them */
  readonly who?: (subject: Subject) => boolean;
  /** What is true of the call. */
  readonly given?: Context;
  /** Condition keys that the call does not have; one that ends with `:` stands for all that begin so. */
  readonly without?: readonly string[];
}

/** A statement that says yes, and to whom, with the call that proves it. */
export interface Yes {
  readonly statement: Statement;
  readonly subject: Subject;
  readonly call: Call;
}

/** Asks each statement of a policy, with every deny of the policy counted. One answer for each subject. */
export function ask(policy: Policy, context: LintContext, question: Question): readonly Yes[] {
  return policy.statements.flatMap(statement => {
    const subjects = policy.subjects.get(statement) ?? [];
    return subjects
      .filter(subject => question.of.includes(subject.kind) && (question.who?.(subject) ?? true))
      .flatMap(subject => {
        const call = firstCall(policy, statement, subject, context, question);
        return call ? [{ statement, subject, call }] : [];
      });
  });
}

function firstCall(
  { document, statements, keyArn: resource }: Policy,
  statement: Statement,
  subject: Subject,
  context: LintContext,
  { actions, given = {}, without = [] }: Question,
): Call | undefined {
  const { principal } = subject;
  const isOpen = (key: string) =>
    !without.some(name => (name.endsWith(':') ? key.startsWith(name.toLowerCase()) : key === name.toLowerCase())) &&
    (subject.kind === 'service' || !isSourceKey(key));
  const common = {
    principal,
    resource,
    context: { ...context.given, ...given },
    isOpen,
  };
  const search = (action: string, denies: readonly Statement[]) => {
    const judged = { ...document, Statement: [statement, ...denies] };
    return findWitness({ identity: [EVERYTHING], resource: judged }, { ...common, action }, 'allowed');
  };
  for (const action of actions.filter(name => coversAction(statement, name))) {
    if (search(action, []) === 'none') continue; // most often, and a deny takes nothing from nothing
    const found = search(
      action,
      statements.filter(other => other.Effect === 'Deny' && coversAction(other, action)),
    );
    if (found === 'unknown') return { principal, action };
    if (found !== 'none') return { principal, action, context: found.context };
  }
  return undefined;
}
