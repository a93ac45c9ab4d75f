import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packedLibrary } from '../support/packed-library';

const REPOSITORY = join(__dirname, '..', '..');
const OLDEST = ['aws-cdk-lib@2.257.0', 'constructs@10.5.1'];
const NEWEST = ['aws-cdk-lib@^2.257.0', 'constructs@^10.5.1'];

let work: string;
let tarball: string;

const run = (cwd: string, command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '1' },
  });

/** Makes an empty app, as a user would, and synthesises it with the real CDK CLI. */
function synthesize(app: string, packages: string[]): string {
  const directory = join(work, app);
  cpSync(join(__dirname, app), directory, { recursive: true });
  writeFileSync(join(directory, 'package.json'), JSON.stringify({ name: app, private: true }));
  run(directory, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', tarball, ...packages);
  run(directory, process.execPath, join(REPOSITORY, 'node_modules', 'aws-cdk', 'bin', 'cdk'), 'synth', '--quiet');
  return directory;
}

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'downstream-'));
  tarball = packedLibrary().tarball;
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

test.each([
  ['typescript', 'the oldest peers', [...OLDEST, 'typescript@~6.0.0', 'tsx', '@types/node@20']],
  ['javascript', 'the newest peers', NEWEST],
])('an empty %s app installs the tarball with %s and synthesises', (app, _, packages) => {
  const directory = synthesize(app, packages);

  const template = JSON.parse(readFileSync(join(directory, 'cdk.out', 'OrdersStack.template.json'), 'utf8'));
  const types = Object.values<{ Type: string }>(template.Resources).map(({ Type }) => Type);
  expect(types).toEqual(
    expect.arrayContaining(['AWS::SQS::Queue', 'AWS::DynamoDB::GlobalTable', 'AWS::Lambda::Function']),
  );
  expect(readdirSync(join(directory, 'cdk.out')).filter(file => file.endsWith('.key-policy.json'))).toHaveLength(1);
});

test('the command line runs from the installed tarball', () => {
  expect(run(join(work, 'javascript'), 'npx', 'encrypted-queue-to-table', '--help')).toContain(
    'Usage:\n  encrypted-queue-to-table <group> <verb> [options]\n',
  );
});

test('a typescript app is checked against the declarations of the tarball', () => {
  expect(() => run(join(work, 'typescript'), 'npx', 'tsc', '--noEmit')).not.toThrow();
});
