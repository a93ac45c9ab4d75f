import { type Finding } from '../../key-policy/lint/lint';

/** Findings for a person: what is wrong and where, why it matters, what to do. */
export function renderFindings(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ severity, rule, message, why, fix }) =>
        `${severity.padEnd(7)}  ${rule}\n  ${message}\n  why: ${why}\n  fix: ${fix}`,
    )
    .join('\n\n');
}

/** One line on how many there are. */
export function countFindings(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}
