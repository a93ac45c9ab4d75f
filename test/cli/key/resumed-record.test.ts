import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { CeremonyRecord } from '../../../src/ceremony/ceremony-record';
import type * as quick from '../../ceremony/quick-scrypt';
import { CommandLine } from '../command-line';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

let cli: CommandLine;
beforeEach(async () => {
  cli = await CommandLine.start();
  cli.write('material.bin', randomBytes(32));
  cli.server.faults.failNext('ImportKeyMaterial', 'connection lost before');
  await cli.key('ceremony --material @material.bin --operator Ada --yes --record @record.json');
});
afterEach(async () => cli.stop());

type Edit = (record: CeremonyRecord) => object;

function edit(change: Edit): void {
  const record = JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
  writeFileSync(cli.path('record.json'), JSON.stringify({ ...record, ...change(record) }));
}

const resume = (more = '', input = {}) => cli.key(`ceremony --resume @record.json ${more}`, input);
const EDITS: [string, Edit][] = [
  [
    'a place for plaintext',
    ({ plan }) => ({ plan: { ...plan, copies: { ...plan.copies, plaintextFile: cli.path('LEAK') } } }),
  ],
  ['another operator', () => ({ operator: 'Mallory' })],
  ['another key', ({ key }) => ({ key: { ...key, arn: key?.arn.replace(/.$/, last => (last === '0' ? '1' : '0')) } })],
  ['another source', ({ plan }) => ({ plan: { ...plan, source: { kind: 'file', path: '/dev/zero' } } })],
  ['another endpoint', ({ plan }) => ({ plan: { ...plan, endpoint: 'http://127.0.0.1:1' } })],
  ['one step less', ({ steps }) => ({ steps: steps.slice(0, -1) })],
  ['another material', () => ({ attempts: [] })],
  ['no code of authentication', () => ({ mac: undefined })],
];

test.each(EDITS)('a record edited to hold %s is refused', async (_, change) => {
  edit(change);

  expect(await resume('--yes')).toMatchObject({
    code: 1,
    stderr: `encrypted-queue-to-table: error: 'record.json' was changed since this tool wrote it
encrypted-queue-to-table: hint: bring the unchanged record back; do not go on with this one
`,
  });
  expect((await resume('', { answers: 'y\n' })).code).toBe(1);
  expect(cli.files()).toEqual(['material.bin', 'record.json', 'record.json.key']);
});

test.each(EDITS)('without its key, a record edited to hold %s does nothing by itself', async (_, change) => {
  edit(change);
  rmSync(cli.path('record.json.key'));
  cli.server.requests.length = 0;

  expect(await resume('--yes')).toMatchObject({
    code: 2,
    stderr: `encrypted-queue-to-table: error: --yes needs the key 'record.json.key' that was written beside the record
encrypted-queue-to-table: hint: leave --yes out, and look at the plan
`,
  });
  expect(cli.server.requests).toEqual([]);
});

test('without its key, the plan is shown, with a warning and what would be written in plaintext', async () => {
  edit(EDITS[0]![1]);
  rmSync(cli.path('record.json.key'));

  const { code, stderr } = await resume('', { answers: 'n\n' });

  expect(code).toBe(1);
  expect(stderr).toContain(
    "warning: the key beside 'record.json' is missing: nothing shows that nobody changed this record\n",
  );
  expect(stderr).toContain('  plaintext  LEAK: THE MATERIAL ITSELF IS WRITTEN THERE\n');
  expect(cli.files()).not.toContain('LEAK');
});

test.each([
  ['record.json', 0o602],
  ['record.json', 0o620],
  ['record.json.key', 0o622],
])('%s with mode %s could have been written by others', async (name, mode) => {
  chmodSync(cli.path(name), mode);

  const { code, stderr } = await resume('--yes');

  expect([code, stderr.split('\n')[0]]).toEqual([
    1,
    `encrypted-queue-to-table: error: '${name}' could have been written by others than you`,
  ]);
});

test('a link in place of the record is refused', async () => {
  writeFileSync(cli.path('elsewhere.json'), cli.read('record.json'), { mode: 0o600 });
  rmSync(cli.path('record.json'));
  symlinkSync(cli.path('elsewhere.json'), cli.path('record.json'));

  expect((await resume('--yes')).stderr).toContain("'record.json' could have been written by others than you");
});

test('what lies in wait under the name of the next record is neither written nor followed', async () => {
  writeFileSync(cli.path('victim'), 'precious');
  symlinkSync(cli.path('victim'), cli.path('record.json.next'));
  mkdirSync(cli.path('record.json.000000000000.next'));

  expect(await resume('--yes')).toMatchObject({ code: 0 });

  expect(cli.read('victim').toString()).toBe('precious');
});

test('what a killed process left on its way to the next record is taken away', async () => {
  cli.write('record.json.0123456789ab.next', '{}');

  expect(await resume('--yes')).toMatchObject({ code: 0 });

  expect(cli.files()).toEqual(['material.bin', 'record.html', 'record.json']);
});

test('a page that could not be written is made again by a verb', async () => {
  await resume('--yes');
  rmSync(cli.path('record.html'));

  expect(await cli.key('ceremony page --record @record.json')).toMatchObject({ code: 0, stdout: 'record.html\n' });
  expect(cli.read('record.html').toString()).toContain('<h1>Key ceremony ');
  expect(await cli.key('ceremony page --record @record.json')).toMatchObject({
    code: 1,
    stderr: `encrypted-queue-to-table: error: 'record.html' exists and is never overwritten
encrypted-queue-to-table: hint: name another file, or move this one away
`,
  });
});
