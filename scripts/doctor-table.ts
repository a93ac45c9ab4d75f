import { CHECKS } from '../src/cli/doctor/diagnose';

/** Every check of doctor in its order, as a table. */
export function renderDoctorTable(): string {
  const numberOf = (name: string): number => CHECKS.findIndex(check => check.name === name) + 1;
  const rows = CHECKS.map(({ after, looksAt, name }) =>
    [numberOf(name), name, looksAt, after.map(numberOf).join(', ')].join(' | '),
  );
  return ['| # | check | green if | follows from |', '|---|---|---|---|', ...rows.map(row => `| ${row} |`)].join('\n');
}
