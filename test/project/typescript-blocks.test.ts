import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import * as ts from 'typescript';
import { EncryptedQueueToTable } from '../../src';
import { REQUIRED } from '../support/orders';

const ROOT = join(__dirname, '..', '..');
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter(file => file && file !== 'API.md');

/**
 * Every TypeScript block of the documents as a module of its own, by the path it would have in the root of the
 * repository.
 */
const modules = new Map(
  documents.flatMap(document =>
    [...readFileSync(join(ROOT, document), 'utf8').matchAll(/^```(?:ts|typescript)\n([\s\S]+?)^```/gm)].map(
      ([, code = ''], index): [string, string] => [
        join(ROOT, `${document.replaceAll(/\W/g, '-')}-${index + 1}.ts`),
        `${code}\nexport {};\n`,
      ],
    ),
  ),
);

test('every TypeScript block of README and docs compiles', () => {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), file => readFileSync(file, 'utf8')).config,
    ts.sys,
    ROOT,
  );
  const host = ts.createCompilerHost({ ...options, skipLibCheck: true });
  const { getSourceFile, fileExists } = host;
  host.fileExists = file => modules.has(file) || fileExists(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const code = modules.get(file);
    return code === undefined
      ? getSourceFile(file, languageVersion, ...rest)
      : ts.createSourceFile(file, code, languageVersion);
  };

  const program = ts.createProgram(
    [...modules.keys()],
    { ...options, skipLibCheck: true, noUnusedLocals: false, noUnusedParameters: false },
    host,
  );
  const problems = [...modules.keys()]
    .flatMap(file => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(
      ({ file, messageText }) =>
        `${file?.fileName.slice(ROOT.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );

  expect(modules.size).toBeGreaterThan(1);
  expect(problems).toEqual([]);
});

test('the facade of cdk-monitoring-constructs draws what the construct made, and adds no alarm', () => {
  const [code = ''] = [...modules.values()].filter(text => text.includes("from 'cdk-monitoring-constructs'"));
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const block: { drawDashboard?: (stack: Stack, orders: EncryptedQueueToTable) => unknown } = {};
  new Function('require', 'exports', outputText)(require, block);
  const stack = new Stack(new App(), 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const orders = new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, alarmTopic: new Topic(stack, 'Page') });
  const alarms = stack.node.findAll().filter(node => node instanceof CfnAlarm).length;

  block.drawDashboard!(stack, orders);

  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', alarms);
  const [drawn] = Object.entries(template.findResources('AWS::CloudWatch::Dashboard'))
    .filter(([id]) => id.startsWith('Monitoring'))
    .map(([, dashboard]) => JSON.stringify(dashboard));
  for (const part of [orders.queue, orders.deadLetterQueue, orders.writer, orders.table]) {
    expect(drawn).toContain(`{"Ref":"${stack.getLogicalId(part.node.defaultChild as CfnElement)}"}`);
  }
});
