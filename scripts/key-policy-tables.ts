import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { lint } from '../src/key-policy/lint/lint';
import { RULES } from '../src/key-policy/lint/rules';
import { renderKeyPolicy } from '../src/key-policy/render/render';
import type { PolicyDocument } from '../src/key-policy/statement';
import { ALLOWED, CALLERS, OFF_KEY, ON_KEY, STRICTLY_DENIED, WITH_IDENTITY } from '../test/key-policy/matrix';
import { ACCOUNT, keyPolicyFacts, REGION } from '../test/support/key-policy-facts';

/** Those who look after the key, and those who should have nothing to do with it. */
const AROUND = Object.keys(CALLERS).filter(name =>
  /custom|admin|custodian|destroyer|auditor|root|user|another account/.test(name),
);
const USERS = Object.keys(CALLERS).filter(name => !AROUND.includes(name));

/** The generated parts of docs/key-policy.md, by the name in their markers. */
export function renderTables(): Record<string, string> {
  return {
    statements: renderStatements(),
    rules: table(
      ['rule', '', 'why', 'fix'],
      RULES.map(({ id, severity, why, fix }) => [`\`${id}\``, severity, why, fix]),
    ),
    seed: renderFindings(
      JSON.parse(
        readFileSync(join(__dirname, '..', 'test', 'cli', 'policy', 'seed.key-policy.json'), 'utf8'),
      ) as PolicyDocument,
    ),
    cdk: renderFindings(cdkDefault()),
    users: renderMatrix(ON_KEY, USERS),
    around: renderMatrix(ON_KEY, AROUND),
    beside: renderMatrix(OFF_KEY, WITH_IDENTITY),
  };
}

/** A document with its generated parts as they should be. */
export function fillIn(document: string): string {
  return Object.entries(renderTables()).reduce(
    (text, [name, content]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end -->)`),
        (_, start: string, end: string) => `${start}${content}\n${end}`,
      ),
    document,
  );
}

function renderStatements(): string {
  const conditions = (statement: PolicyDocument['Statement'][number]) =>
    Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => `${operator} \`${key}\` ${[value].flat().join(', ')}`),
    );
  return table(
    ['statement', 'who', 'actions', 'only if'],
    renderKeyPolicy(keyPolicyFacts()).Statement.map(statement => [
      statement.Sid!.replace('Orders ', ''),
      Object.values(statement.Principal as Record<string, string | string[]>)
        .flat()
        .map(name => name.replace(/^arn:.*:root$/, 'the account').replace(/^arn:.*\//, ''))
        .join(', '),
      [statement.Action!]
        .flat()
        .map(action => action.replace('kms:', ''))
        .join(', '),
      conditions(statement).join('; '),
    ]),
  );
}

function renderFindings(document: PolicyDocument): string {
  const findings = lint(document, { account: ACCOUNT });
  return table(
    ['rule', '', 'finding'],
    findings.map(({ rule, severity, message }) => [`\`${rule}\``, severity, message]),
  );
}

/** The policy of `new kms.Key()` with the two grants that a queue and a function would make on it. */
function cdkDefault(): PolicyDocument {
  const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: REGION } });
  const key = new kms.Key(stack, 'Key');
  const role = (name: string) =>
    iam.Role.fromRoleArn(stack, name, `arn:aws:iam::${ACCOUNT}:role/${name}`, { mutable: false });
  key.grantAdmin(role('KeyAdmin'));
  key.grantEncryptDecrypt(role('OrdersApp'));
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key')) as [
    { Properties: { KeyPolicy: PolicyDocument } },
  ];
  const partition = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value).replace(
        /\{"Fn::Join":\["",\["arn:",\{"Ref":"AWS::Partition"\},"([^"]+)"\]\]\}/g,
        '"arn:aws$1"',
      ),
    );
  return partition(Properties.KeyPolicy) as PolicyDocument;
}

function renderMatrix(calls: readonly string[], callers: readonly string[]): string {
  const cell = (call: string, caller: string) => {
    if (!ALLOWED[caller]!.includes(call)) return '·';
    return STRICTLY_DENIED[caller]?.includes(call) ? 'yes*' : '**yes**';
  };
  return table(
    ['', ...callers],
    calls.map(call => [call, ...callers.map(caller => cell(call, caller))]),
  );
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
