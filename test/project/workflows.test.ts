import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const WORKFLOWS = join(__dirname, '..', '..', '.github', 'workflows');
const workflows = readdirSync(WORKFLOWS).map((name): [string, string] => [
  name,
  readFileSync(join(WORKFLOWS, name), 'utf8'),
]);
const actionsOf = (text: string): string[] => [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action!);

/** Tags that projen marks as immutable releases: they can't be moved to another commit. */
const IMMUTABLE =
  /^(actions\/setup-(node|python|java|dotnet|go)|aws-actions\/configure-aws-credentials|peter-evans\/create-pull-request)@v\d+\.\d+\.\d+$/;

test.each(workflows)('%s pins every action to a commit or an immutable release', (_, text) => {
  expect(actionsOf(text).length).toBeGreaterThan(0);
  expect(actionsOf(text).filter(action => !/@[0-9a-f]{40}$/.test(action) && !IMMUTABLE.test(action))).toEqual([]);
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
