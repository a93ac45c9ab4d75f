import { join, relative } from 'node:path';
import type { ESLint } from 'eslint';
import { LegacyESLint } from 'eslint/use-at-your-own-risk';
import { DOORS, ROOMS, type Room } from '../../projenrc/walls';
import { entriesOf, files, read, ROOT } from '../support/repository';

const { parser, plugins, settings, rules } = JSON.parse(
  read('.eslintrc.json')
    .split('\n')
    .filter(line => !line.startsWith('//'))
    .join('\n'),
);
const WALLS = 'import/no-restricted-paths';
const linter: Pick<ESLint, 'lintText'> = new LegacyESLint({
  cwd: ROOT,
  useEslintrc: false,
  baseConfig: {
    parser,
    plugins,
    settings,
    parserOptions: { ecmaVersion: 2022, sourceType: 'module' },
    rules: { [WALLS]: rules[WALLS], 'import/no-unresolved': 'error' },
  },
});

/** What of some files eslint lets a room import, at its top and in each of its folders. */
async function takenBy(room: Room, imported: string[]): Promise<string[]> {
  const folders = entriesOf(`src/${room}`).filter(entry => !entry.includes('.'));
  const taken = await Promise.all(['.', ...folders].map(folder => takenAt(join('src', room, folder), imported)));
  taken.forEach(list => expect(list).toEqual(taken[0]));
  return taken[0]!;
}

async function takenAt(folder: string, imported: string[]): Promise<string[]> {
  const probe = imported.map(file => `import '${relative(folder, file).replace(/\.ts$/, '')}';\n`).join('');
  const [result] = await linter.lintText(probe, { filePath: join(ROOT, folder, 'probe.ts') });
  expect(result!.messages.filter(({ ruleId }) => ruleId !== WALLS)).toEqual([]);
  const refused = result!.messages.map(({ line }) => line - 1);
  return imported.filter((_, index) => !refused.includes(index));
}

const sourcesOf = (room: string): string[] =>
  files().filter(file => file.startsWith(`src/${room}/`) && /\.ts$/.test(file));
const pairs = ROOMS.flatMap(room => ROOMS.filter(other => other !== room).map((other): [Room, Room] => [room, other]));

test('every folder of src is a room with walls', () => {
  expect(entriesOf('src').filter(entry => !entry.endsWith('.ts'))).toEqual([...ROOMS].sort());
});

test.each(pairs)('%s imports of %s what the doors say, and eslint refuses the rest', async (room, other) => {
  const doors = DOORS[room]?.[other] ?? [];
  const sources = sourcesOf(other);

  const taken = await takenBy(room, sources);

  expect(sources.length).toBeGreaterThan(3);
  expect(taken).toEqual(sources.filter(file => doors.includes('.') || doors.includes(relative(`src/${other}`, file))));
});

test.each(pairs)('every door from %s to %s leads to something that is there', (room, other) => {
  const doors = (DOORS[room]?.[other] ?? []).filter(door => door !== '.');

  expect(doors.filter(door => !files().includes(`src/${other}/${door}`))).toEqual([]);
});

test.each(ROOMS)(
  '%s imports nothing from outside of src, and of its loose files only what everybody needs',
  async room => {
    const loose = entriesOf('src')
      .filter(entry => entry.endsWith('.ts'))
      .map(entry => `src/${entry}`);
    const outside = ['benchmark/main.ts', 'projenrc/walls.ts', 'sandbox/sandbox.ts', 'test/support/repository.ts'];
    expect(files()).toEqual(expect.arrayContaining(outside));

    await expect(takenBy(room, [...outside, ...loose])).resolves.toEqual([
      'src/accepted-deviations.ts',
      'src/arn.ts',
      'src/item-attributes.ts',
      'src/policy-digest.ts',
    ]);
  },
);
