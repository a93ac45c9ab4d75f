import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import { lint } from '../../src/key-policy/lint/lint';
import { namesOf, PolicedAccount } from '../support/policed-account';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

const DOCS = join(__dirname, '..', '..', 'docs');
const SEED = JSON.parse(readFileSync(join(__dirname, '..', 'cli', 'policy', 'seed.key-policy.json'), 'utf8'));
const OLD_ADMIN = 'arn:aws:iam::111122223333:role/DevOpsRole';
const OLD_WRITER: string = [SEED.Statement[1].Principal.AWS].flat()[0];

let account: PolicedAccount;
let app: SynthesisedApp;

/** The statement of docs/key-policy.md that lets a deployment in, for the role that this stack will make. */
function letIn(): { Sid: string; Condition: { ArnEquals: Record<string, string> } } {
  const [, statement = ''] =
    /```json\n(\{\n {2}"Sid": "\w+ PolicyManagerAdmission[\s\S]+?)```/.exec(
      readFileSync(join(DOCS, 'key-policy.md'), 'utf8'),
    ) ?? [];
  const [manager] = namesOf(app, 'AWS::IAM::Role', 'RoleName').filter(name => /-key-/.test(name));
  return { ...JSON.parse(statement), Condition: { ArnEquals: { 'aws:PrincipalArn': account.role(manager!) } } };
}

const sids = ({ Statement }: { Statement: { Sid: string }[] }): string[] => Statement.map(({ Sid }) => Sid);

beforeAll(async () => {
  account = await PolicedAccount.open();
  const { policies } = account.sandbox.roles.add('DevOpsRole', { Statement: [] });
  policies.set('Policy', { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] });
  await account.putKeyPolicy(SEED, OLD_ADMIN);
  app = synthesiseApp(join(__dirname, '..', '..', 'examples', 'minimal', 'app.ts'), { keyArn: account.keyArn });
});

afterAll(async () => {
  await account.close();
  rmSync(app.assembly, { recursive: true, force: true });
});

test('step 1: the linter calls what docs/migration.md says it calls', () => {
  const rules = lint(SEED, { account: '111122223333' }).map(({ rule }) => rule);

  expect(rules).toEqual(expect.arrayContaining(['admin-can-use', 'no-via-service', 'unbound-grant']));
});

test('step 3: the new pipeline runs beside the old one, whose statements stay as they were', async () => {
  await account.putKeyPolicy({ ...SEED, Statement: [...SEED.Statement, letIn()] }, OLD_ADMIN);
  await account.deploy(app);

  await expect(account.itemOf('hello', app)).resolves.toMatchObject({ body: 'hello' });
  const { Statement } = await account.keyPolicy();
  expect(Statement).toEqual(expect.arrayContaining(SEED.Statement));
  const { CiphertextBlob } = await account
    .kms(OLD_WRITER)
    .send(new EncryptCommand({ KeyId: account.keyArn, Plaintext: Buffer.from('old') }));
  await expect(
    account.kms(OLD_WRITER).send(new DecryptCommand({ KeyId: account.keyArn, CiphertextBlob })),
  ).resolves.toBeDefined();
});

test('step 6: without the old statements the new pipeline goes on, and the linter has nothing grave to say', async () => {
  const policy = await account.keyPolicy();
  expect(sids(policy)).not.toContain(letIn().Sid);
  const old = sids(SEED);

  await account.putKeyPolicy({
    ...policy,
    Statement: policy.Statement.filter(({ Sid }: { Sid: string }) => !old.includes(Sid)),
  });

  await expect(account.itemOf('again', app)).resolves.toBeDefined();
  const left = await account.keyPolicy();
  expect(lint(left, { account: '111122223333' }).filter(({ severity }) => severity === 'error')).toEqual([]);
  await expect(
    account.kms(OLD_WRITER).send(new EncryptCommand({ KeyId: account.keyArn, Plaintext: Buffer.from('old') })),
  ).rejects.toThrow('kms:Encrypt');
});
