import { cli, help, NOW, refuseEach } from './wrong-input';
import { comparisonCodeOf } from '../../../src/ceremony/comparison-code';
import type * as quick from '../../ceremony/quick-scrypt';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

const seal = 'ceremony seal --bundle @p.json --material @material.bin --out @s.json';
const finish = 'ceremony finish --prepared @p.json --sealed @s.json --record @record.json';
const FORMAT = 'encrypted-queue-to-table/ceremony-bundle/1';
const json = (name: string, value: object) => cli.write(name, JSON.stringify(value));
/** The prepared bundle of another key, and what was sealed for it; nothing of the key that waits. */
const prepare = async () => {
  await cli.key('ceremony prepare --out @p.json --yes');
  cli.server.requests.length = 0;
};
const sealed = async () => {
  await prepare();
  await cli.key(`${seal} --expect ${comparisonCodeOf(cli.read('p.json'))}`, { now: NOW });
};

refuseEach({
  'a bundle that is no JSON': {
    arrange: () => cli.write('p.json', 'PK'),
    command: `${seal} --expect x`,
    code: 1,
    error: "'p.json' is not JSON",
  },
  'a bundle that is a list': {
    arrange: () => cli.write('p.json', '[]'),
    command: `${seal} --expect x`,
    code: 1,
    error: "'p.json' is not a JSON object",
  },
  'a file that is no bundle': {
    arrange: () => json('p.json', { format: 'x' }),
    command: `${seal} --expect x`,
    code: 1,
    error: "'p.json' is not a bundle of a key ceremony",
  },
  'a sealed bundle to seal': {
    arrange: () => json('p.json', { format: FORMAT, stage: 'sealed' }),
    command: `${seal} --expect x`,
    code: 1,
    error: "'p.json' is a sealed bundle, not a prepared one",
  },
  'a bundle without its record': {
    arrange: () => json('p.json', { format: FORMAT, stage: 'prepared' }),
    command: `${seal} --expect x`,
    code: 1,
    error: "'p.json' is damaged: a part of the bundle is missing",
  },
  'a bundle whose record is none': {
    arrange: () => json('p.json', { format: FORMAT, stage: 'prepared', record: {}, parameters: {} }),
    command: `${seal} --expect x`,
    code: 1,
    error: "'p.json' is not the record of a key ceremony",
  },
  'no code to compare with': {
    command: seal,
    code: 2,
    error: 'this needs --expect CODE: there is no terminal to ask for the code of the other machine on',
    hint: help('ceremony seal'),
  },
  'no material to seal': {
    command: 'ceremony seal --bundle @p.json --out @s.json --expect x',
    code: 2,
    error: 'missing --material FILE or --generate',
    hint: help('ceremony seal'),
  },
  'generated material without a copy': {
    command: 'ceremony seal --bundle @p.json --generate --out @s.json --expect x',
    code: 2,
    error: 'generated material needs a copy: --escrow-key FILE, --keep-plaintext FILE or --no-copy',
    hint: help('ceremony seal'),
  },
  'a list of signers without a name': {
    arrange: prepare,
    command: `${seal} --expect x --allowed-signers @signers`,
    code: 2,
    error: '--allowed-signers and --signer belong together',
    hint: help('ceremony seal'),
  },
  'an SSH key that is not there': {
    command: `${seal} --expect x --sign @nobody`,
    code: 1,
    error: "cannot read the SSH key 'nobody': ENOENT",
  },
  'nothing sealed to finish': {
    arrange: prepare,
    command: `${finish} --expect x`,
    code: 1,
    error: "cannot read the sealed bundle 's.json': ENOENT",
  },
  'a sealed bundle that is damaged': {
    arrange: async () => {
      await prepare();
      json('s.json', { format: FORMAT, stage: 'sealed', prepared: 'sha256:00', seal: { steps: [] } });
    },
    command: `${finish} --expect x`,
    code: 1,
    error: "'s.json' is damaged: a part of the bundle is missing",
  },
  'what was sealed for another bundle': {
    arrange: async () => {
      await sealed();
      const other = cli.read('p.json').toString().replace('"started": "2026', '"started": "2025');
      cli.write('p.json', other);
    },
    command: `${finish} --expect x`,
    code: 1,
    error: 'the sealed bundle was made of another prepared bundle than this one',
    hint: 'give the prepared bundle as it was carried to the offline machine, or seal that one',
  },
  'a place for an escrow that is not in the bundle': {
    arrange: sealed,
    command: `${finish} --expect x --escrow-out @e.bin`,
    code: 2,
    error: 'the sealed bundle holds 0 copies for escrows, got 1 --escrow-out',
    hint: help('ceremony finish'),
  },
  'a record to check against that is not there': {
    command: 'check --record @record.json --material @material.bin',
    code: 1,
    error: "cannot read the record 'record.json': ENOENT",
  },
  'wrapped material that has another code': {
    command: 'import --parameters @parameters.json --wrapped @wrapped.json --expect 0000-0000-0000-0000-0000',
    code: 1,
    error: /^'wrapped\.json' has the comparison code [0-9A-Z-]{24}, not the one expected$/,
    hint: 'do not import it: carry it again from the machine that made it',
  },
  'a public key that has another digest': {
    command: `wrap --parameters @parameters.json --material @material.bin --out @out.json --expect-digest ${'0'.repeat(64)}`,
    code: 1,
    error: /^the public key has the digest sha256:[0-9a-f]{64}, not the one expected$/,
    hint: 'do not use this file: get it again from the machine that has the network',
  },
});
