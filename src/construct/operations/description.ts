import type { AlarmDefinition } from './alarm-definition';

/** What an alarm or an event says to whoever is woken by it: what it means, what to do first, where to read on. */
export function describe(
  { first, meaning, runbook }: Pick<AlarmDefinition, 'first' | 'meaning' | 'runbook'>,
  stackName: string,
  runbookUrl: string,
): string {
  const command = `npx encrypted-queue-to-table ${first} ${stackName}`;
  return `${meaning} First: ${command}. Runbook: ${runbookUrl}/${runbook}.md`;
}
