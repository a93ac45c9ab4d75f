import { PLAN, MACHINE } from './killable-ceremony';
import type { CeremonyRecord } from '../../src/ceremony/ceremony-record';
import { digestOf } from '../../src/ceremony/fingerprint';
import { renderRecordPage } from '../../src/ceremony/record-page';

const RECORD: CeremonyRecord = {
  format: 'encrypted-queue-to-table/key-ceremony/2',
  id: '20261124-120000-1a2b3c',
  started: '2026-11-24T12:00:00.000Z',
  finished: '2026-11-24T12:00:02.000Z',
  operator: 'Ada',
  witness: 'Grace',
  caller: { arn: 'arn:aws:iam::111122223333:role/Operator', account: '111122223333' },
  key: { id: 'mrk-1234', arn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234' },
  attempts: [{ id: 'aaaaaa', fingerprint: 'scrypt:00:11' }],
  material: { attempt: 'aaaaaa', fingerprint: 'scrypt:00:11', keyMaterialId: 'abcd' },
  machines: [MACHINE],
  confirmations: [{ by: 'Ada', of: 'plan', code: '7KQ4-M2XZ-0000-0000-0000', at: '2026-11-24T12:00:00.000Z' }],
  plan: { ...PLAN, source: { kind: 'generated', mixedWithKms: true } },
  policyDigest: 'sha256:33',
  copies: [
    {
      kind: 'escrow',
      attempt: 'aaaaaa',
      fingerprint: 'scrypt:00:11',
      recipient: 'sha256:99',
      asked: 'escrow.bin',
      file: 'escrow.bin',
      digest: 'sha256:22',
      state: 'kept',
    },
  ],
  steps: [
    {
      step: 'import',
      result: 'failed',
      at: '2026-11-24T12:00:01.000Z',
      detail: 'odd <b> text\nin two lines',
      requests: [{ operation: 'ImportKeyMaterial', error: 'TimeoutError' }],
    },
  ],
  checks: [{ name: 'state', verdict: 'yes', detail: 'Enabled' }],
};
const CONTENT = Buffer.from(JSON.stringify(RECORD));

/** What a reader sees: the cells of each row, with a bar between them. */
function rowsOf(page: string): string[] {
  return [...page.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    row
      .replace(/<br>/g, ' / ')
      .replace(/<\/t[dh]><t[dh][^>]*>/g, ' | ')
      .replace(/<[^>]+>/g, ''),
  );
}

test('the page says who did what to which key, with what came of it, and has a place to sign', () => {
  const page = renderRecordPage(RECORD, CONTENT);

  expect(rowsOf(page)).toEqual([
    'Ceremony | 20261124-120000-1a2b3c',
    'Started | 2026-11-24T12:00:00.000Z',
    'Finished | 2026-11-24T12:00:02.000Z',
    'Operator | Ada',
    'Witness | Grace',
    'Caller | arn:aws:iam::111122223333:role/Operator',
    'Account | 111122223333',
    'Key | arn:aws:kms:eu-west-1:111122223333:key/mrk-1234',
    'Alias | alias/orders',
    'Multi-Region | yes',
    'Key policy | sha256:33',
    'Source of the material | generated, mixed with kms:GenerateRandom',
    'Wrapping | RSAES_OAEP_SHA_256, RSA_2048',
    'Fingerprint | scrypt:00:11',
    'Key material id | abcd',
    'Expires | never',
    'Copy | File | Opens with, digest, fingerprint',
    'escrow | escrow.bin | key sha256:99 / sha256:22 / scrypt:00:11',
    'By | What | Code | When',
    'Ada | plan | 7KQ4-M2XZ-0000-0000-0000 | 2026-11-24T12:00:00.000Z',
    'Part | Host | Program | Clock',
    `ceremony | desk | 1.2.3, commit abcdef123456, Node v24.0.0 / sha256:${'0'.repeat(64)} | 2026-11-24T12:00:00.000Z`,
    'When | Step | Result | Detail and requests | Initials',
    '2026-11-24T12:00:01.000Z | import | failed | odd &lt;b&gt; text in two lines / ImportKeyMaterial (TimeoutError) without answer | ',
    'Check | Answer | Detail',
    'state | yes | Enabled',
  ]);
  expect(page).toContain('<div><span>Ada</span><span>Date</span></div>');
  expect(page).toContain('<h2>Deviations from the script</h2>');
  expect(page).toContain(`The record of this page has the digest ${digestOf(CONTENT)}.`);
});

test('a copy that is not the material of the key says so', () => {
  const states = ['superseded', 'begun', 'lost', 'unconfirmed'] as const;
  const copies = states.map(state => ({ ...RECORD.copies[0]!, file: `escrow.bin.${state}`, state }));

  const rows = rowsOf(renderRecordPage({ ...RECORD, copies }, CONTENT));

  expect(rows.filter(row => row.includes('escrow.bin')).map(row => row.split(' | ').slice(0, 2))).toEqual([
    ['SUPERSEDED, never imported: destroy', 'escrow.bin.superseded'],
    ['not complete: destroy', 'escrow.bin.begun'],
    ['superseded; no longer there', 'escrow.bin.lost'],
    ['not confirmed', 'escrow.bin.unconfirmed'],
  ]);
});

test.each(['Ada\n\n## APPROVED', '<script>alert(1)</script>', '\u001b[2J\u202eadA', '"><td>x'])(
  'a name such as %j makes no line, no tag and no control character of its own',
  operator => {
    const page = renderRecordPage({ ...RECORD, operator }, CONTENT);
    const plain = renderRecordPage(RECORD, CONTENT);

    expect(page.match(/<[a-z]+/g)).toEqual(plain.match(/<[a-z]+/g));
    expect(page.split('\n')).toHaveLength(plain.split('\n').length);
    expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/); // eslint-disable-line no-control-regex
  },
);

test('it needs nothing from elsewhere, and no colour', () => {
  const page = renderRecordPage(RECORD, CONTENT);

  expect(page).not.toMatch(/https?:|src=|url\(|@import/);
  expect([...page.matchAll(/#([0-9a-f]{3,6})\b/g)].every(([, colour]) => /^(0+|f+)$/.test(colour!))).toBe(true);
  expect(page).toContain('@page { size: A4;');
});
