import { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { PolicyCommandLine, SEED, synthesise } from './policy-command-line';
import { policyDigest } from '../../../src/policy-digest';

const assembly = synthesise();
const NOW = { now: new Date('2026-01-31T10:00:00Z') };
let policy: PolicyCommandLine;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
});

afterEach(async () => policy.stop());

/** What the page says beside a word at its top. */
const fact = (page: string, name: string) => new RegExp(`<dt>${name}</dt><dd>(.*?)</dd>`).exec(page)?.[1];

test('is one page that needs no script and nothing from elsewhere', async () => {
  const { code, stdout } = await policy.run(`report ${assembly}`, NOW);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^<!doctype html>/);
  expect(stdout).not.toMatch(/<script|<link|<img|src=|href=|@import|url\(|\son\w+=/);
});

test('says where the policy is from, for which key, when and by whom', async () => {
  const { stdout } = await policy.run(`report ${assembly}`, NOW);
  expect(fact(stdout, 'Policy from')).toContain('which CDK synthesised: what a deployment would put');
  expect(fact(stdout, 'Key')).toMatch(/^arn:aws:kms:eu-west-1:111122223333:key/);
  expect(fact(stdout, 'Made')).toBe('2026-01-31T10:00:00.000Z');
  expect(fact(stdout, 'Made by')).toBe('nobody who signed in to AWS: no AWS account was asked');
  expect(fact(stdout, 'Made with')).toMatch(/^encrypted-queue-to-table \d/);
});

test('says of a key what KMS says of it: alias, state, material, grants', async () => {
  await policy.cli.key('create --alias alias/orders');
  const { code, stdout } = await policy.run('report alias/orders', NOW);
  expect(code).toBe(0);
  expect(fact(stdout, 'Policy from')).toBe('the key, as KMS has it now');
  expect(fact(stdout, 'Alias')).toBe('alias/orders');
  expect(fact(stdout, 'State')).toBe('PendingImport');
  expect(fact(stdout, 'Material')).toBe('origin EXTERNAL, does not expire');
  expect(fact(stdout, 'Region')).toBe('eu-west-1');
  expect(fact(stdout, 'Made by')).toMatch(/^arn:aws:/);
  expect(stdout).toContain('<h2>Grants</h2>\n<p>The key has none.</p>');
});

test('shows what the app accepts that deviates from the construct, as text', async () => {
  const title = '<h2>What the app changes of queue, writer and table</h2>';
  const without = await policy.run(`report ${assembly}`, NOW);
  expect(without.stdout).toContain(`${title}\n<p>Nothing: they are as the construct makes them.</p>`);

  const deviating = synthesise(
    { acceptedDeviations: ['Writer.Environment.Variables.A', 'Writer <- OrdersStack/Orders/<b>'] },
    orders => {
      orders.writer.addEnvironment('A', 'b');
      new CfnUrl(orders, '<b>', { targetFunctionArn: orders.writer.functionArn, authType: 'AWS_IAM' });
    },
  );
  const { stdout } = await policy.run(`report ${deviating}`, NOW);
  expect(stdout).toContain(title);
  expect(stdout).toContain(
    '<ul><li>Writer.Environment.Variables.A</li><li>Writer &#60;- OrdersStack/<wbr>Orders/<wbr>&#60;b&#62;</li></ul>',
  );
});

test('shows the digest that policy render shows, and how to compute it again', async () => {
  const rendered = await policy.run(`render ${policy.keyArn}`);
  const digest = policyDigest(JSON.parse(rendered.stdout));
  expect(rendered.stderr).toContain(`policy digest ${digest}`);
  const { stdout } = await policy.run(`report ${policy.keyArn}`, NOW);
  expect(fact(stdout, 'Digest of the policy')).toBe(digest);
  expect(stdout).toContain('jq -cSj');
});

test('shows how the policy of a key differs from what a stack rendered', async () => {
  const { stdout } = await policy.run(`report ${policy.keyArn} --rendered ${assembly}`, NOW);
  expect(stdout).toContain('<h2>Different from what the stack rendered</h2>');
  expect(stdout).toContain('removed: OrdersStackOrdersAB039DC1 WriterThroughSqs');
  const same = await policy.run(`report ${assembly} --rendered ${assembly}`, NOW);
  expect(same.stdout).toContain('Nothing: it is the rendered policy.');
});

test('invents nobody, and says no of nobody whom a condition may let in', async () => {
  policy.cli.write(
    'office.json',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/Contractor' },
        Action: ['kms:PutKeyPolicy', 'kms:Decrypt'],
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
      },
    }),
  );
  const { stdout } = await policy.run('report @office.json', NOW);
  expect(stdout).toContain('<td data-column="put the policy" class="depends">if from address 0.0.0.0/<wbr>0</td>');
  expect(stdout).not.toMatch(/anybody-else|any-role|not-named/);
});

test('lets nothing of a policy be more than text', async () => {
  const evil = '"><script>alert(1)</script>\u001b[2J\u202e<img src=x onerror=alert(1)>';
  policy.cli.write(
    'evil.json',
    JSON.stringify({
      Statement: {
        Sid: evil,
        Effect: 'Allow',
        Principal: { AWS: ['*', evil], Service: evil },
        Action: `kms:${evil}`,
        Resource: '*',
        Condition: { [evil]: { [evil]: evil, 'kms:ViaService': evil, 'aws:PrincipalArn': evil } },
      },
    }),
  );
  const { stdout } = await policy.run('report @evil.json');
  expect(stdout).toContain('&#60;script&#62;');
  expect(stdout).not.toMatch(/<script|<img|alert\(1\)"/);
  // eslint-disable-next-line no-control-regex
  expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/);
});

test('says of the seed who can do what is dangerous', async () => {
  const { stdout } = await policy.run(`report ${SEED}`, NOW);
  const row = /<tr><th scope="row">role DevOpsRole<\/th>.*?<\/tr>/.exec(
    stdout.split('Who can do what is dangerous')[1]!,
  )![0];
  expect([...row.matchAll(/data-column="([^"]+)" class="danger">yes/g)].map(([, column]) => column)).toEqual([
    'decrypt without a service',
    'create grants for anybody',
    'put the policy',
    'delete material',
    'schedule deletion',
    'disable',
  ]);
});
