import { keyArnIn } from '../evaluation/reading';
import { printable } from '../printable';
import { Answers } from './answers';
import { type Call } from './call';
import { type LintContext } from './lint-context';
import { type Policy, type Rule } from './rule';
import { type PolicyDocument, type Statement } from '../statement';
import { RULES } from './rules';
import { subjectsOf } from './subjects';

/** One broken rule in one place, with what to do about it. */
export interface Finding {
  readonly rule: string;
  readonly severity: Rule['severity'];
  /** The Sid of the statement at fault, or its number; nothing where it is the policy as a whole. */
  readonly statement?: string;
  /** What is wrong, in one sentence that names the statement. */
  readonly message: string;
  /** The proof, where the rule is a question: a call that the policy allows. */
  readonly call?: Call;
  readonly why: string;
  readonly fix: string;
}

/** What is accepted knowingly, and what the document alone does not say. */
export interface LintOptions extends LintContext {
  /** Ids of rules whose findings are intended. */
  readonly accept?: readonly string[];
  /** Answers to share with the policies that are linted before and after. @default none */
  readonly answers?: Answers;
}

/** Everything that is wrong with a key policy. */
export function lint(document: PolicyDocument, options: LintOptions): readonly Finding[] {
  const statements = [document.Statement].flat();
  const subjects = new Map(statements.map(statement => [statement, subjectsOf(statement, options)]));
  const policy: Policy = {
    document,
    statements,
    subjects,
    answers: options.answers ?? new Answers(),
    keyArn: keyArnIn(statements, options),
  };
  return RULES.filter(({ id }) => !options.accept?.includes(id)).flatMap(({ id, severity, why, fix, check }) =>
    check(policy, options).map(({ statement, message, call }): Finding => {
      const title = statement && titleOf(statement, policy);
      return {
        rule: id,
        severity,
        ...(title && { statement: title }),
        message: printable(title ? `'${title}' ${message}` : message),
        ...(call && { call }),
        why,
        fix,
      };
    }),
  );
}

function titleOf(statement: Statement, { statements }: Policy): string {
  return statement.Sid ?? `statement ${statements.indexOf(statement) + 1}`;
}
