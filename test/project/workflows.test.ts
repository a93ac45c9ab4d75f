import { entriesOf, read } from '../support/repository';

const workflows = entriesOf('.github/workflows').map((name): [string, string] => [
  name,
  read(`.github/workflows/${name}`),
]);
const actionsOf = (text: string): string[] => [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action!);
const pins = read('.github/actions/pins/action.yml');

test.each(workflows)('%s uses each action at the commit that the pins say', (_, text) => {
  expect(actionsOf(text).length).toBeGreaterThan(0);
  expect(actionsOf(text).filter(action => !actionsOf(pins).includes(action))).toEqual([]);
});

test('a pin is a commit with the version it belongs to, and a workflow uses it', () => {
  const used = workflows.flatMap(([, text]) => actionsOf(text));
  const lines = pins.split('\n').filter(line => line.includes('uses: '));

  expect(lines.filter(line => !/^ {4}- uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  expect(actionsOf(pins).filter(action => !used.includes(action))).toEqual([]);
});

test('Dependabot looks after the pins', () => {
  expect(read('.github/dependabot.yml')).toContain(
    '  - package-ecosystem: github-actions\n    directory: /.github/actions/pins\n',
  );
});

test.each(workflows)('%s gives each job the permissions it needs and no more by default', (_, text) => {
  const jobs = text.slice(text.indexOf('\njobs:')).match(/^ {2}[\w-]+:$/gm) ?? [];

  expect(jobs.length).toBeGreaterThan(0);
  expect(text.match(/^ {4}permissions:/gm)).toHaveLength(jobs.length);
});

test('a release goes to all five registries, with provenance where the registry knows it, and by exact versions', () => {
  const release = workflows.find(([name]) => name === 'release.yml')![1];

  expect(release.match(/^ {2}release_\w+:$/gm)?.map(job => job.trim())).toEqual([
    'release_github:',
    'release_npm:',
    'release_maven:',
    'release_pypi:',
    'release_nuget:',
    'release_golang:',
  ]);
  expect(release).toContain('NPM_CONFIG_PROVENANCE: "true"');
  expect(release.match(/\w+_TRUSTED_PUBLISHER: "?true"?/g)).toHaveLength(3);
  expect(release).not.toMatch(/@latest|_TOKEN: \$\{\{ secrets\.NPM/);
});
