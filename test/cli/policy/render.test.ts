import { readFileSync } from 'node:fs';
import { PolicyCommandLine, SEED, synthesise } from './policy-command-line';
import type { PolicyDocument } from '../../../src/key-policy/statement';

const assembly = synthesise();
let policy: PolicyCommandLine;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
});

afterEach(async () => policy.stop());

test('prints what the construct wants, ready for KMS', async () => {
  const { code, stdout } = await policy.run(`render ${assembly}`);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as PolicyDocument).Statement.map(({ Sid }) => Sid)).toContain(
    'OrdersStackOrdersAB039DC1 WriterThroughSqs',
  );
});

test('asks which, of several', async () => {
  policy.cli.write('manifest.json', '{}');
  for (const name of ['One', 'Two']) policy.cli.write(`${name}.key-policy.json`, readFileSync(SEED));
  const directory = policy.cli.directory;
  expect(await policy.run(`render ${directory}`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('hint: add --construct One'),
  });
  expect(await policy.run(`render ${directory} --construct Two`)).toMatchObject({ code: 0 });
});
