import { type LintContext } from './lint-context';
import { ask, type Question, type Yes } from './question';
import { type Policy } from './rule';

/** Asks about a call by somebody who signed in without a second factor: its keys are absent, or say so. */
export function askWithoutSecondFactor(policy: Policy, context: LintContext, question: Question): readonly Yes[] {
  const { given, without = [] } = question;
  const absent = ask(policy, context, { ...question, without: [...without, PRESENT, AGE] });
  const denied = ask(policy, context, {
    ...question,
    given: { ...given, [PRESENT]: 'false' },
    without: [...without, AGE],
  });
  const isNew = ({ statement, subject }: Yes) =>
    !absent.some(other => other.statement === statement && other.subject === subject);
  return [...absent, ...denied.filter(isNew)];
}

const PRESENT = 'aws:MultiFactorAuthPresent';
const AGE = 'aws:MultiFactorAuthAge';
