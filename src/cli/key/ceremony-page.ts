import { requireNoFile } from '../../ceremony/new-file';
import { readRecord } from '../../ceremony/record-file';
import type { Verb } from '../verb';
import { pageOf, writePage } from './finish-record';

/** `key ceremony page`: calls nothing. */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table key ceremony page --record RECORD [--out FILE]

Makes the page to sign of a ceremony again, from its record. The page is HTML, to be printed on A4.

Options:
  --record RECORD            The record of the ceremony, finished or not.
  --out FILE                 Where the page goes. [default: beside the record, .html in place of .json]

Example:
  encrypted-queue-to-table key ceremony page --record record.json --out page.html`,

  options: { record: { type: 'string' }, out: { type: 'string' } },

  run: async ({ terminal, values }) => {
    const path = values.required('record');
    const page = values.text('out') ?? pageOf(path);
    requireNoFile(page);
    await writePage(page, await readRecord(path), path);
    terminal.result(page);
    return 0;
  },
};
