import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);
const texts = files.filter(file => !/\.(png|zip)$/.test(file));

test('.ci/run runs the two commands of README.md as written', () => {
  const commands = [...read('README.md').matchAll(/```sh\n(npm ci && .+)\n```/g)].map(([, command]) => command);

  expect(commands).toEqual(['npm ci && npm run sandbox', 'npm ci && npm test']);
  expect([...read('.ci/run').matchAll(/^step '(npm ci .+)'$/gm)].map(([, command]) => command)).toEqual(commands);
});

test.each([
  ['npm', 'registry', '(npmjs|yarnpkg)'],
  ['PyPI', '((upload|test)\\.)?(pypi|pythonhosted)', 'org'],
  ['Maven Central', '(repo1?|oss|s01|central)', '(maven|sonatype)'],
  ['NuGet', '(api|www)', 'nuget'],
  ['Go', '(proxy|sum)', 'golang'],
])('no file names a host of %s', (_, ...labels) => {
  const host = new RegExp(`\\b${labels.join('\\.')}\\b`);

  expect(texts.filter(file => host.test(read(file)))).toEqual([]);
});

test('no file holds a path of the machine it was written on', () => {
  const path = new RegExp('(^|[^A-Za-z0-9_./-])/' + '(root|work|home)/', 'm');

  expect(
    texts
      .filter(file => !/^(LICENSE|package-lock\.json|\.github\/|\.projen\/)/.test(file))
      .filter(file => path.test(read(file))),
  ).toEqual([]);
});

test('no source file by hand is over 250 lines', () => {
  const sources = files.filter(file => /^(src|projenrc|benchmark|examples|test\/sandbox)\/.*\.ts$/.test(file));

  expect(sources.filter(file => read(file).split('\n').length > 251)).toEqual([]);
});

test('every link between the documents leads to a file', () => {
  const links = files
    .filter(file => file.endsWith('.md') && file !== 'API.md')
    .flatMap(file =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => join(file, '..', target!)),
    );
  const known = new Set([
    ...files,
    ...files.flatMap(file => file.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))),
  ]);

  expect(links.filter(link => !known.has(link.replace(/\/$/, '')))).toEqual([]);
});
