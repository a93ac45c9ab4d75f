import { PolicyCommandLine } from './policy-command-line';
import type { PolicyDocument } from '../../../src/key-policy/statement';
import { digestOfReplaced } from '../../../src/key-policy-manager/report';

let policy: PolicyCommandLine;
beforeAll(async () => (policy = await PolicyCommandLine.start()));
afterAll(async () => policy.stop());

const ROOT = { AWS: 'arn:aws:iam::111122223333:root' };
const before = (Sid: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid, Effect: 'Allow', Principal: ROOT, Action: 'kms:*', Resource: '*' }],
});

/** A line as the key policy manager writes it. */
const line = (document: PolicyDocument, digest = digestOfReplaced(document)) =>
  JSON.stringify({ event: 'statements of others removed', sids: ['x'], digest, before: document });

const other = '{"event":"policy deployed","way":"replace","statements":9,"changed":true}';

let count = 0;
const restore = async (options: string, stdin = '') =>
  policy.run(`restore --from-log ${options} --key-id ${policy.keyArn} --backup @kept-${++count}.json --yes`, { stdin });

test.each<[string, (document: PolicyDocument) => string]>([
  ['a line', document => line(document)],
  ['a line among others', document => `${other}\n${line(document)}\n\n${other}\n`],
  ['the same line twice', document => `${line(document)}\n${line(document)}\n`],
  ['a line after what Lambda puts before it', document => `2026-11-25T12:00:00Z\t1a2b\tINFO\t${line(document)}\n`],
  ['a line in the message of a JSON log', document => JSON.stringify({ level: 'INFO', message: line(document) })],
  [
    'what filter-log-events answers',
    document => JSON.stringify({ events: [{ message: other }, { message: line(document) }] }, undefined, 2),
  ],
  ['texts of filter-log-events, separated by tabs', document => `${other}\t${line(document)}`],
])('the policy that a deployment replaced comes back from %s', async (form, render) => {
  const document = before(`From ${form}`.replace(/[^\w ]/g, ''));

  expect(await restore('-', render(document))).toMatchObject({ code: 0 });

  expect(policy.live()).toEqual(document);
});

test('a digest says which, as the output of the stack has it', async () => {
  const [one, two] = [before('one'), before('two')];
  policy.cli.write('log.txt', `${line(one)}\n${line(two)}\n`);
  const digests = [one, two].map(digestOfReplaced);

  expect(await restore('@log.txt')).toMatchObject({
    code: 1,
    stderr:
      `encrypted-queue-to-table: error: '${policy.cli.path('log.txt')}' holds several policies from before: ${digests.join(', ')}\n`.replace(
        `${policy.cli.directory}/`,
        '',
      ) +
      `encrypted-queue-to-table: hint: add --digest ${digests[0]}; the output ReplacedKeyPolicy of the stack says which\n`,
  });
  expect(await restore(`@log.txt --digest sha256:${digests[1]}`)).toMatchObject({ code: 0 });
  expect(policy.live()).toEqual(two);
  expect(await restore(`@log.txt --digest ${'0'.repeat(64)}`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `error: there is no policy from before with the digest ${'0'.repeat(64)} in 'log.txt'\n`,
    ),
  });
});

test.each<[string, string, string]>([
  ['nothing', '', 'error: there is no policy from before in standard input\n'],
  ['other lines', other, 'error: there is no policy from before in standard input\n'],
  ['what is no JSON', '{{{ [ "', 'error: there is no policy from before in standard input\n'],
  [
    'a policy that somebody changed',
    line(before('changed'), 'a'.repeat(64)),
    `error: the policy in standard input is not the one of its digest ${'a'.repeat(64)}\n`,
  ],
])('%s is no policy from before', async (_, stdin, error) => {
  const live = policy.live();

  expect(await restore('-', stdin)).toMatchObject({ code: 1, stderr: expect.stringContaining(error) });

  expect(policy.live()).toEqual(live);
});

test.each([
  ['', 'give either FILE, the policy that apply saved, or --from-log FILE'],
  ['@a.json --from-log @b.txt', 'give either FILE, the policy that apply saved, or --from-log FILE'],
  ['@a.json --digest abc', '--digest is for --from-log'],
])('restore %s is refused', async (options, error) => {
  expect(await policy.run(`restore ${options} --key-id ${policy.keyArn} --yes`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`error: ${error}\n`),
  });
});
