import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What to do in each case: a page each in docs/runbooks. */
export const RUNBOOKS = [
  'material-expiring',
  'material-expired',
  'material-lost',
  'key-disabled',
  'key-pending-deletion',
  'key-compromise',
  'table-inaccessible',
  'policy-locked-out',
  'dead-letters',
  'poison-message',
  'throttling',
  'pipeline-stalled',
  'writer-failing',
  'alarms-silent',
] as const;
export type Runbook = (typeof RUNBOOKS)[number];

/** Where the runbooks of this version are. */
export function defaultRunbookUrl(): string {
  const { homepage, version } = JSON.parse(
    readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8'),
  ) as Record<string, string>;
  return `${homepage.replace(/#.*/, '')}/blob/${version === '0.0.0' ? 'main' : `v${version}`}/docs/runbooks`;
}
