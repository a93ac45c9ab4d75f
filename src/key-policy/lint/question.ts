import { type Call } from './call';
import { type LintContext } from './lint-context';
import { type Policy } from './rule';
import { type Kind, type Subject } from './subjects';
import { isSourceKey } from '../evaluation/circumstances';
import { EVERYTHING } from '../evaluation/judge';
import { coversAction } from '../evaluation/match';
import { type Context } from '../evaluation/request';
import { findWitness } from '../evaluation/witness';
import { type PolicyDocument, type Statement } from '../statement';

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
  return [...eachYes(policy, context, question)];
}

/** Whether any statement says yes: the first that does so is enough. */
export function anySaysYes(policy: Policy, context: LintContext, question: Question): boolean {
  return !eachYes(policy, context, question).next().done;
}

function* eachYes(policy: Policy, context: LintContext, question: Question): Generator<Yes> {
  for (const statement of policy.statements) {
    const subjects = (policy.subjects.get(statement) ?? []).filter(
      subject => question.of.includes(subject.kind) && (question.who?.(subject) ?? true),
    );
    const actions = subjects.length > 0 ? question.actions.filter(action => coversAction(statement, action)) : [];
    for (const subject of actions.length > 0 ? subjects : []) {
      const call = firstCall(policy, statement, subject, context, { ...question, actions });
      if (call) yield { statement, subject, call };
    }
  }
}

function firstCall(
  { answers, document, statements, keyArn }: Policy,
  statement: Statement,
  { kind, principal }: Subject,
  context: LintContext,
  { actions, given, without = [] }: Question,
): Call | undefined {
  const asked: Asked = {
    version: document.Version,
    statement: { ...statement, Sid: undefined },
    denies: statements.filter(({ Effect }) => Effect === 'Deny').map(deny => ({ ...deny, Sid: undefined })),
    keyArn,
    kind,
    principal,
    actions,
    given: { ...context.given, ...given },
    without: without.map(name => name.toLowerCase()),
  };
  return answers.to(asked, () => findCall(asked));
}

/** A question to one statement, with all that the answer depends on. */
interface Asked extends Pick<Subject, 'kind' | 'principal'>, Required<Omit<Question, 'of' | 'who'>> {
  readonly version: PolicyDocument['Version'];
  readonly statement: Statement;
  readonly denies: readonly Statement[];
  readonly keyArn: string;
}

function findCall(asked: Asked): Call | undefined {
  const { actions, denies, given, keyArn, kind, principal, statement, version, without } = asked;
  const isOpen = (key: string) =>
    !without.some(name => (name.endsWith(':') ? key.startsWith(name) : key === name)) &&
    (kind === 'service' || !isSourceKey(key));
  const search = (action: string, others: readonly Statement[]) => {
    const resource = { Version: version, Statement: [statement, ...others] };
    const call = { principal, action, resource: keyArn, context: given, isOpen };
    return findWitness({ identity: [EVERYTHING], resource }, call, 'allowed');
  };
  for (const action of actions) {
    if (search(action, []) === 'none') continue; // most often, and a deny takes nothing from nothing
    const found = search(
      action,
      denies.filter(deny => coversAction(deny, action)),
    );
    if (found === 'unknown') return { principal, action };
    if (found !== 'none') return { principal, action, context: found.context };
  }
  return undefined;
}
