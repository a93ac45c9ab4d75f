import { PolicyCommandLine, synthesise } from './policy-command-line';

const assembly = synthesise();
let policy: PolicyCommandLine;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
});

afterEach(async () => policy.stop());

test('is one page that needs nothing from elsewhere and shows no policy as code', async () => {
  const { code, stdout } = await policy.run(`report ${assembly}`, { now: new Date('2026-01-31T10:00:00Z') });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^<!doctype html>/);
  expect(stdout).toContain('Made 2026-01-31T10:00:00.000Z. SHA-256 of the policy: <code>');
  expect(stdout).not.toMatch(/<script|src=|href=|@import|url\(/);
});

test('lets nothing of a policy be more than text', async () => {
  policy.cli.write(
    'evil.json',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: '<script>', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
    }),
  );
  const { stdout } = await policy.run('report @evil.json');
  expect(stdout).toContain('&#60;script&#62;');
  expect(stdout).not.toContain('<script>');
});
