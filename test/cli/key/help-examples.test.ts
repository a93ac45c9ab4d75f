import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { VERBS } from '../../../src/cli/verbs';
import { CommandLine } from '../command-line';

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

/** What has to be there before the example of a verb is run, by its own examples. */
const BEFORE: Record<string, string[]> = {
  parameters: ['create'],
  wrap: ['create', 'parameters'],
  import: ['create', 'parameters', 'wrap'],
  verify: ['create', 'parameters', 'wrap', 'import'],
  status: ['create', 'parameters', 'wrap', 'import'],
  rotate: ['create', 'parameters', 'wrap', 'import'],
  replicate: ['create', 'parameters', 'wrap', 'import'],
  'delete-material': ['create', 'parameters', 'wrap', 'import'],
};

function exampleOf(name: string): string {
  const { usage } = VERBS.find(entry => entry.group === 'key' && entry.name === name)!.load().verb;
  const lines = usage.slice(usage.indexOf('\nExample:\n') + '\nExample:\n'.length).trim();
  return lines.replace('encrypted-queue-to-table key ', '').replace(/(\S+\.(?:bin|json|pem))/g, '@$1');
}

test.each(VERBS.filter(({ group }) => group === 'key').map(({ name }) => name))(
  'the example in the help of %s runs',
  async name => {
    if (name !== 'generate') cli.write('material.bin', randomBytes(32));
    cli.write('material-2.bin', randomBytes(32));
    cli.write(
      'escrow.pem',
      generateKeyPairSync('rsa', {
        modulusLength: 2048,
        publicKeyEncoding: { type: 'spki', format: 'pem' },
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      }).publicKey,
    );
    const record = name === 'ceremony' ? ' --record @record.json' : '';

    for (const earlier of BEFORE[name] ?? []) expect(await cli.key(exampleOf(earlier))).toMatchObject({ code: 0 });

    expect(await cli.key(exampleOf(name) + record)).toMatchObject({ code: 0 });
  },
);
