import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { EncryptCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import { EncryptedQueueToTable, type EncryptedQueueToTableProps } from '../../../src';
import { run } from '../../../src/cli/run';
import { REQUIRED } from '../../support/orders';
import { PolicedAccount } from '../../support/policed-account';
import { shellBlocks } from '../../support/shell-blocks';

/** The command of README that holds the whole ceremony; the material comes from a file here, and nobody is asked. */
const README_CEREMONY = shellBlocks('README.md')
  .flat()
  .find(command => command.includes(' key ceremony --generate'))!
  .replace(/^npx encrypted-queue-to-table /, '')
  .replace('--generate', '--material material.bin')
  .replace('--escrow-key escrow.pem --escrow-out escrow.bin', '--record record.json --yes');

let account: PolicedAccount;
let folder: string;

beforeEach(async () => {
  account = await PolicedAccount.open();
  folder = mkdtempSync(join(tmpdir(), 'closed-'));
  writeFileSync(join(folder, 'material.bin'), randomBytes(32), { mode: 0o600 });
});

afterEach(async () => {
  await account.close();
  rmSync(folder, { recursive: true });
});

test("README's first example works on the key that README's ceremony makes, once it is admitted", async () => {
  const keyArn = await tool(README_CEREMONY);
  const app = synthesise(keyArn);

  await tool(`policy admit ${app.assembly} --key-id ${keyArn} --backup before.json --yes`);
  await account.deploy(app);

  await expect(account.itemOf('hello', app)).resolves.toMatchObject({ body: 'hello' });
});

test('without an admission a deployment fails, and says what lets it in', async () => {
  const app = synthesise(await tool(README_CEREMONY));

  await expect(account.deploy(app)).rejects.toThrow(
    'a closed key has to let this role in first, once: encrypted-queue-to-table policy admit cdk.out --key-id KEY',
  );
});

test('closed key, admit, deploy, destroy, admit, deploy: an item each time, and never a way in through IAM', async () => {
  const keyArn = await tool(README_CEREMONY);
  const app = synthesise(keyArn, { deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY });
  const born = await policyOf(keyArn);
  const { policies } = account.sandbox.roles.add('PowerUser', { Statement: [] });
  policies.set('Everything', { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] });
  const encryptThroughIam = async (KeyId: string) =>
    account.kms(account.role('PowerUser')).send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('x') }));
  await expect(encryptThroughIam(account.keyArn)).resolves.toBeDefined(); // that one is open

  for (const round of ['first', 'second']) {
    await tool(`policy admit ${app.assembly} --key-id ${keyArn} --backup ${round}.json --yes`);
    await account.deploy(app);
    await expect(account.itemOf(round, app)).resolves.toMatchObject({ body: round });
    expect((await policyOf(keyArn)).Statement).toEqual(expect.arrayContaining(born.Statement));
    await expect(encryptThroughIam(keyArn)).rejects.toThrow('kms:Encrypt');
    await account.sandbox.destroy('OrdersStack');
    await expect(encryptThroughIam(keyArn)).rejects.toThrow('kms:Encrypt');
    const left = await policyOf(keyArn);
    expect(left.Statement.slice(0, -1)).toEqual(born.Statement);
    expect(left.Statement.at(-1).Sid).toBe('OrdersStackOrdersAB039DC1 PolicyManagerAdmission');
    // somebody who wants no next deployment takes it out
    const policy = JSON.stringify(born);
    await account.kms(ADMINISTRATOR).send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy: policy }));
  }
});

/** Runs the command line as the administrator, in the folder; gives what it prints. */
async function tool(command: string): Promise<string> {
  const { endpoint, region, credentials } = account.sandbox.clientOf(ADMINISTRATOR);
  const environment = {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  Object.assign(process.env, environment);
  const words = command.split(' ').map(word => (/\.(bin|json)$/.test(word) ? join(folder, word) : word));
  const [stdout, stderr] = [sink(), sink()];
  const streams = { stdin: Object.assign(Readable.from([]), { isTTY: false }), ...{ stdout, stderr } };
  const code = await run([...words, '--region', region, '--endpoint-url', endpoint], streams, {
    env: {},
    sleep: async () => {},
  });
  if (code !== 0) throw new Error(`${command}: ${code}\n${stderr.said}`);
  return stdout.said.trim();
}

function sink() {
  const stream = Object.assign(
    new Writable({
      write: (chunk: Buffer, _, done) => {
        stream.said += chunk.toString();
        done();
      },
    }),
    { said: '', isTTY: false },
  );
  return stream;
}

async function policyOf(KeyId: string): Promise<any> {
  const { Policy } = await account.kms(ADMINISTRATOR).send(new GetKeyPolicyCommand({ KeyId }));
  return JSON.parse(Policy!);
}

function synthesise(keyArn: string, more: Partial<EncryptedQueueToTableProps> = {}) {
  const app = new App();
  const stack = new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });
  new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, keyArn, ...more });
  const assembly = app.synth().directory;
  const files = (suffix: string) =>
    Object.fromEntries(
      readdirSync(assembly)
        .filter(file => file.endsWith(suffix))
        .map(file => [file, JSON.parse(readFileSync(join(assembly, file), 'utf8'))]),
    );
  return { assembly, files };
}
