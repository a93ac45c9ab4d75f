import { read } from '../support/repository';

const README = read('README.md');

/** What says where to read more, what a word means or what others do: nobody relies on it. */
const NO_PROMISE = [
  'In the nearest peer, the dead-letter queue is on an AWS key.',
  'If CDK did not create a key, its grants on that key change nothing and still report success.',
  '`keyPolicyManagement` says how it reaches the key:',
  '`npx encrypted-queue-to-table policy` renders, lints, simulates, reports, compares, applies and restores the policy: from a file, from `cdk.out`, or on a live key.',
  'A key with imported material starts without any.',
  'With an air gap there are three parts.',
  'Keep the material:',
  "AWS can't give it back, and only the same 32 bytes can be imported again.",
  'HSMs, openssl, what to keep in escrow, expiry, rotation, other Regions.',
];

/** What a section says, sentence by sentence, without its code. One that begins with a link says where to read. */
function sentencesOf(title: string): string[] {
  const [, section = ''] = new RegExp(`\n## ${title}\n([^]*?)\n## `).exec(README) ?? [];
  return section
    .replace(/```[^]*?```/g, '')
    .split(/\n\s*\n|\n(?=- )/)
    .map(block => block.replace(/\s+/g, ' ').trim().replace(/^- /, '').replaceAll('**', ''))
    .flatMap(block => block.split(/(?<=[.:])\s+(?=[A-Z`[*])/))
    .filter(sentence => sentence !== '' && !sentence.startsWith('['));
}

/** What the comments of the first example say. */
function comments(): string[] {
  const [, example = ''] = /```ts\n([^]*?)```/.exec(README) ?? [];
  return [...example.matchAll(/ \/\/ (.*)/g)].map(([, comment]) => comment!);
}

const said = [
  ...comments(),
  ...['Why', 'In an application', 'Who may do what with the key', 'The key'].flatMap(sentencesOf),
];
const [, table = ''] = read('SECURITY.md').split('## What README promises');
const rows = [...table.matchAll(/^\| (?!README says|-)(.*?) \| /gm)].map(([, quote]) => quote!);

test('each promise of README is a row of SECURITY.md, with the test that tries it', () => {
  expect(said.length).toBeGreaterThan(40);
  expect(said.filter(sentence => !NO_PROMISE.includes(sentence) && !rows.includes(sentence))).toEqual([]);
});

test('each row quotes README, and each sentence that is no promise is there', () => {
  expect([...rows, ...NO_PROMISE].filter(sentence => !said.includes(sentence))).toEqual([]);
  expect(rows.filter(sentence => NO_PROMISE.includes(sentence))).toEqual([]);
});
