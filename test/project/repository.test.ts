import { join } from 'node:path';
import { files, read } from '../support/repository';

const all = files();
const texts = all.filter(file => !/\.(png|zip)$/.test(file));

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

test('no file holds both sides of a conflict', () => {
  expect(texts.filter(file => /^(<{7}|>{7}) /m.test(read(file)))).toEqual([]);
});

test('nothing at the top is left over from a command that somebody tried', () => {
  const known = /^(\.[\w.-]+|LICENSE|[A-Z_]+\.md|(package|package-lock|tsconfig|tsconfig\.dev)\.json|\.projenrc\.ts)$/;

  expect(all.filter(file => !file.includes('/') && !known.test(file))).toEqual([]);
});

test('no TypeScript file by hand is over 250 lines', () => {
  const sources = all.filter(file => /^(src|sandbox|projenrc|scripts|benchmark|examples|test)\/.*\.ts$/.test(file));

  expect(sources.filter(file => read(file).split('\n').length > 251)).toEqual([]);
});

test('every link between the documents leads to a file', () => {
  const links = all
    .filter(file => file.endsWith('.md') && file !== 'API.md')
    .flatMap(file =>
      [...read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, target]) => join(file, '..', target!)),
    );
  const known = new Set([
    ...all,
    ...all.flatMap(file => file.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))),
  ]);

  expect(links.filter(link => !known.has(link.replace(/\/$/, '')))).toEqual([]);
});
