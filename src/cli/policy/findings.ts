import { type Call } from '../../key-policy/lint/call';
import { type Finding } from '../../key-policy/lint/lint';
import { printable } from '../../key-policy/printable';

/** Findings for a person: what is wrong and where, a call that proves it, why it matters, what to do. */
export function renderFindings(findings: readonly Finding[]): string {
  return findings.map(finding => printable(renderFinding(finding))).join('\n\n');
}

/** One line on how many there are. */
export function countFindings(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}

/** A call in one line, such as `kms:Decrypt by … with aws:SourceIp 203.0.113.0`. */
export function renderCall({ action, principal, context }: Call): string {
  if (context === undefined) return `${action} by ${principal}, under circumstances that no documentation tells`;
  const keys = Object.entries(context).map(([key, value]) => `${key} ${[value].flat().join(', ') || '(empty)'}`);
  return `${action} by ${principal}${keys.length > 0 ? ` with ${keys.join(' and ')}` : ''}`;
}

function renderFinding({ severity, rule, message, call, why, fix }: Finding): string {
  const lines = [message, ...(call ? [`call: ${renderCall(call)}`] : []), `why: ${why}`, `fix: ${fix}`];
  return [`${severity.padEnd(7)}  ${rule}`, ...lines.map(line => `  ${line}`)].join('\n');
}
