import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderAttacks } from './attack-table';
import { renderDashboardPicture } from './dashboard-picture';
import { renderDoctorTable } from './doctor-table';
import { fillIn } from './key-policy-tables';
import { renderAlarmTable, renderEventTable } from './operations-tables';
import { renderPicture } from './picture';
import { renderWhoMayWhat } from './who-may-what';

/** Renews what the documents take from the code. */
const ROOT = join(__dirname, '..');
const KEY_POLICY = join(ROOT, 'docs', 'key-policy.md');
const OPERATIONS = join(ROOT, 'docs', 'operations.md');

writeFileSync(join(ROOT, 'docs', 'picture.svg'), renderPicture());
writeFileSync(join(ROOT, 'docs', 'pictures', 'dashboard.svg'), renderDashboardPicture());
writeFileSync(join(ROOT, 'docs', 'attacks.md'), renderAttacks());
writeFileSync(KEY_POLICY, withTable(fillIn(readFileSync(KEY_POLICY, 'utf8')), 'who may what', renderWhoMayWhat()));
writeFileSync(
  OPERATIONS,
  [
    ['alarms', renderAlarmTable()],
    ['events', renderEventTable()],
    ['doctor', renderDoctorTable()],
  ].reduce((text, [name, table]) => withTable(text, name!, table!), readFileSync(OPERATIONS, 'utf8')),
);

/** A text with the table between two comments renewed. */
function withTable(text: string, name: string, table: string): string {
  const place = new RegExp(`(<!-- ${name} -->\\n).*?(<!-- end -->)`, 's');
  return text.replace(place, (_, before, after) => `${before}${table}\n${after}`);
}
