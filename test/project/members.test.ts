import { files, read } from '../support/repository';

/** The public members of the library, as jsii lists them in API.md, without what every construct has. */
const OF_ALL_CONSTRUCTS = ['isConstruct', 'node', 'toString', 'with'];
const members = [
  ...read('API.md').matchAll(/<a name="\w+" id="encrypted-queue-to-table\.\w+\.(?:property\.)?(\w+)"><\/a>/g),
]
  .map(([, name]) => name!)
  .filter(name => !/^Initializers?$/.test(name) && !OF_ALL_CONSTRUCTS.includes(name));

const repository = files();
const textOf = (pattern: RegExp): string =>
  repository
    .filter(file => pattern.test(file))
    .map(file => read(file))
    .join('\n');
const documents = textOf(/^(README|docs\/.+)\.md$/);

test.each([
  ['a test', textOf(/^(test\/(construct|examples)|examples)\/.+\.test\.ts$/)],
  ['a line of the documents', documents],
  [
    'an example that compiles',
    [textOf(/^examples\/.+\.ts$/), ...[...documents.matchAll(/^```ts\n([\s\S]+?)^```/gm)].map(([, code]) => code)].join(
      '\n',
    ),
  ],
])('every public method and prop has %s', (_, text) => {
  const words = new Set(text.match(/\w+/g));

  expect(new Set(members).size).toBeGreaterThan(90);
  expect([...new Set(members)].filter(name => !words.has(name))).toEqual([]);
});
