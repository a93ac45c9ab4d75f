import type { CeremonyRecord } from '../../src/ceremony/ceremony-record';
import { renderRecordPage } from '../../src/ceremony/record-page';

const RECORD: CeremonyRecord = {
  format: 'encrypted-queue-to-table/key-ceremony/1',
  id: '20261124-120000-1a2b3c',
  started: '2026-11-24T12:00:00.000Z',
  finished: '2026-11-24T12:00:02.000Z',
  operator: 'Ada',
  witness: 'Grace',
  caller: { arn: 'arn:aws:iam::111122223333:role/Operator', account: '111122223333' },
  key: { id: 'mrk-1234', arn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234' },
  material: { fingerprint: 'scrypt:00:11', keyMaterialId: 'abcd' },
  plan: {
    region: 'eu-west-1',
    multiRegion: true,
    description: 'Orders',
    tags: {},
    wrapping: { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_4096' },
    source: { kind: 'generated', mixedWithKms: true },
    copies: {},
  },
  policyDigest: 'sha256:33',
  copies: [{ kind: 'escrow', file: 'escrow.bin', digest: 'sha256:22' }],
  steps: [
    {
      step: 'import',
      result: 'failed',
      at: '2026-11-24T12:00:01.000Z',
      detail: 'odd | text\nin two lines',
      requests: [{ operation: 'ImportKeyMaterial', error: 'TimeoutError' }],
    },
    {
      step: 'import',
      result: 'done',
      at: '2026-11-24T12:00:02.000Z',
      detail: 'key material abcd',
      requests: [{ operation: 'ImportKeyMaterial', requestId: 'r-1' }],
    },
  ],
  checks: [{ name: 'state', verdict: 'yes', detail: 'Enabled' }],
};

test('the page says who did what to which key, with what came of it, and has a place to sign', () => {
  expect(renderRecordPage(RECORD)).toBe(`# Key ceremony 20261124-120000-1a2b3c

| | |
|---|---|
| Ceremony | 20261124-120000-1a2b3c |
| Started | 2026-11-24T12:00:00.000Z |
| Finished | 2026-11-24T12:00:02.000Z |
| Operator | Ada |
| Witness | Grace |
| Caller | arn:aws:iam::111122223333:role/Operator |
| Key | arn:aws:kms:eu-west-1:111122223333:key/mrk-1234 |
| Multi-Region | yes |
| Key policy | sha256:33 |
| Source of the material | generated here, mixed with kms:GenerateRandom |
| Wrapping | RSAES_OAEP_SHA_256, RSA_4096 |
| Fingerprint | scrypt:00:11 |
| Key material id | abcd |
| Expires | never |
| Escrow | escrow.bin (sha256:22) |

## Steps

| When | Step | Result | Detail | Requests |
|---|---|---|---|---|
| 2026-11-24T12:00:01.000Z | import | failed | odd \\| text in two lines | ImportKeyMaterial (TimeoutError) without answer |
| 2026-11-24T12:00:02.000Z | import | done | key material abcd | ImportKeyMaterial r-1 |

## Checks

| Check | Answer | Detail |
|---|---|---|
| state | yes | Enabled |

This page holds no secret. The fingerprint is a salted scrypt hash: whoever holds the material can check it, nobody can find the material by it.

Ada: ______________________    Date: ____________

Grace: ______________________    Date: ____________
`);
});
