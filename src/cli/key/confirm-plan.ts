import type { CeremonyRecord } from '../../ceremony/ceremony-record';
import { comparisonCodeOf } from '../../ceremony/comparison-code';
import { requireAnswer } from '../confirm';
import type { VerbContext } from '../verb';

/** Asks the operator, and the witness if there is one, whether the plan is right; who agreed goes into the record. */
export async function confirmPlan(context: VerbContext, record: CeremonyRecord): Promise<boolean> {
  const { terminal, values, now } = context;
  if (values.flag('yes')) return true;
  requireAnswer(context, 'a ceremony');
  const code = planCodeOf(record);
  const people = [record.operator, record.witness].filter(name => name !== undefined);
  for (const name of people.length > 0 ? people : [undefined]) {
    const answer = await terminal.ask(`${name === undefined ? '' : `${name}, `}go on with the plan ${code}? [y/N]`);
    if (!/^y(es)?$/i.test(answer)) {
      terminal.progress('nothing is done');
      return false;
    }
    if (name !== undefined) record.confirmations.push({ by: name, of: 'plan', code, at: now().toISOString() });
  }
  return true;
}

/** The code of what was decided, by whom, and as which caller. */
export function planCodeOf({ id, plan, operator, witness, caller, key }: CeremonyRecord): string {
  return comparisonCodeOf(JSON.stringify([id, plan, operator, witness, caller, key]));
}
