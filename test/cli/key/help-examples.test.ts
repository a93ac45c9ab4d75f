import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { comparisonCodeOf } from '../../../src/ceremony/comparison-code';
import { VERBS } from '../../../src/cli/verbs';
import type * as quick from '../../ceremony/quick-scrypt';
import { CommandLine } from '../command-line';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

const ESCROW = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

/** What has to be there before the example of a verb is run, by its own examples. */
const BEFORE: Record<string, string[]> = {
  'ceremony seal': ['ceremony prepare'],
  'ceremony finish': ['ceremony prepare', 'ceremony seal'],
  parameters: ['create'],
  wrap: ['create', 'parameters'],
  import: ['create', 'parameters', 'wrap'],
  verify: ['create', 'parameters', 'wrap', 'import'],
  status: ['create', 'parameters', 'wrap', 'import'],
  rotate: ['create', 'parameters', 'wrap', 'import'],
  replicate: ['create', 'parameters', 'wrap', 'import'],
  'delete-material': ['create', 'parameters', 'wrap', 'import'],
};

/** A ceremony that the examples of verbs look back on. */
const LOOK_BACK = ['check', 'escrow-drill', 'ceremony page'];
const CEREMONY =
  'ceremony --material @material.bin --escrow-key @escrow.pem --escrow-out @escrow.bin --yes --record @record.json';

/** What a person at the terminal types: the code that the other machine showed. */
const TYPES: Record<string, string | undefined> = {
  'ceremony seal': 'prepared.json',
  'ceremony finish': 'sealed.json',
};

async function runExample(name: string, more = '') {
  const bundle = TYPES[name];
  return cli.key(exampleOf(name) + more, bundle ? { answers: `${comparisonCodeOf(cli.read(bundle))}\n` } : {});
}

function exampleOf(name: string): string {
  const { usage } = VERBS.find(entry => entry.group === 'key' && entry.name === name)!.load().verb;
  const lines = usage.slice(usage.indexOf('\nExample:\n') + '\nExample:\n'.length).trim();
  return lines.replace('encrypted-queue-to-table key ', '').replace(/(\S+\.(?:bin|json|pem|html))/g, '@$1');
}

test.each(VERBS.filter(({ group }) => group === 'key').map(({ name }) => name))(
  'the example in the help of %s runs',
  async name => {
    if (name !== 'generate') cli.write('material.bin', randomBytes(32));
    cli.write('material-2.bin', randomBytes(32));
    cli.write('escrow.pem', ESCROW.publicKey);
    cli.write('escrow-private.pem', ESCROW.privateKey);
    if (LOOK_BACK.includes(name)) expect(await cli.key(CEREMONY)).toMatchObject({ code: 0 });

    for (const earlier of BEFORE[name] ?? []) expect(await runExample(earlier)).toMatchObject({ code: 0 });

    const isCeremony = name === 'ceremony' || name === 'ceremony finish';
    expect(await runExample(name, isCeremony ? ' --record @record.json' : '')).toMatchObject({ code: 0 });
  },
);
