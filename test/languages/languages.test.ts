import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEY_ARN } from '../support/orders';
import { packedLibrary, type PackedLibrary } from '../support/packed-library';
import { testWith } from '../support/unless-installed';

const REPOSITORY = join(__dirname, '..', '..');
const APP = join(REPOSITORY, 'examples', 'python', 'app.py');

/**
 * The runtime behind every foreign language: taken as packed, since it is bundled and needs none of the dependencies it
 * names.
 */
const RUNTIME = {
  id: '@jsii/runtime@1.140.0',
  digest: 'AG5KdT3O6Ng1nbeOKmOX9M8WSzdDV0IiAqwNgyEY2eGga8tAaL+6w9T4NOYAy98MULilCnG05c71PuUfZExpmQ==',
};

/** What aws-cdk-lib asks of the kernel to be loaded, in the order of who needs whom. */
const PACKAGES = [
  '@aws-cdk/asset-awscli-v1',
  '@aws-cdk/asset-node-proxy-agent-v6',
  '@aws-cdk/cloud-assembly-schema',
  'constructs',
  'aws-cdk-lib',
];

const run = (cwd: string, command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(REPOSITORY, 'node_modules', name, 'package.json'), 'utf8')).version;

let work: string;
let library: PackedLibrary;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'languages-'));
  library = packedLibrary();
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

const pack = (id: string): string => join(work, run(work, 'npm', 'pack', '--silent', '--prefer-offline', id).trim());

testWith('python3')(
  'examples/python creates the construct through the jsii kernel and synthesises',
  () => {
    const runtime = pack(RUNTIME.id);
    expect(createHash('sha512').update(readFileSync(runtime)).digest('base64')).toBe(RUNTIME.digest);
    run(work, 'tar', '-xzf', runtime, 'package/webpack');
    const packages = PACKAGES.map(name => `${name}=${versionOf(name)}=${pack(`${name}@${versionOf(name)}`)}`);

    const assembly = join(work, 'cdk.out');
    const printed = execFileSync(
      'python3',
      [
        '-B',
        join(__dirname, 'run.py'),
        join(work, 'package/webpack/bin/jsii-runtime.js'),
        APP,
        ...packages,
        `encrypted-queue-to-table=0.0.0=${library.tarball}`,
      ],
      {
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify({ keyArn: KEY_ARN }) },
      },
    );

    expect(printed).toBe(`${RUNTIME.id}\n`);
    const template = JSON.parse(readFileSync(join(assembly, 'OrdersStack.template.json'), 'utf8'));
    const queues = Object.values<any>(template.Resources)
      .filter(({ Type }) => Type === 'AWS::SQS::Queue')
      .map(({ Properties }) => Properties);
    expect(queues.map(({ MessageRetentionPeriod }) => MessageRetentionPeriod).sort()).toEqual([1_209_600, 172_800]);
    expect(queues.map(({ KmsMasterKeyId }) => KmsMasterKeyId)).toEqual([KEY_ARN, KEY_ARN]);
  },
  120_000,
);

test('the bindings of Python, Java, .NET and Go generate, with the names that examples/python uses', () => {
  run(
    library.directory,
    'npx',
    'jsii-pacmak',
    '--code-only',
    '--outdir',
    join(work, 'generated'),
    ...['python', 'java', 'dotnet', 'go'].flatMap(language => ['--target', language]),
  );

  const sources = [
    'python/src/encrypted_queue_to_table/__init__.py',
    'java/src/main/java/io/github/encryptedqueuetotable/EncryptedQueueToTable.java',
    'dotnet/Cdk.EncryptedQueueToTable/Cdk/EncryptedQueueToTable/EncryptedQueueToTable.cs',
    'go/encryptedqueuetotable/EncryptedQueueToTable.go',
  ];
  expect(sources.filter(file => !existsSync(join(work, 'generated', file)))).toEqual([]);
  const python = readFileSync(join(work, 'generated', sources[0]!), 'utf8');
  const props = [...readFileSync(APP, 'utf8').matchAll(/^ {4}(\w+)=/gm)].map(([, name]) => name!);
  expect(props.length).toBeGreaterThan(2);
  expect(props.filter(name => !new RegExp(`^        ${name}: `, 'm').test(python))).toEqual([]);
});
