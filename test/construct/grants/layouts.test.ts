import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lazy, type Stack } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { topLevelStackOf } from '../../../src/construct/names/literal-elsewhere';
import { findCycle } from '../../support/cycles';
import { addTo, GRANTEES, type Layout, LAYOUTS, WAYS } from '../../support/layouts';
import { hasImport, templatesOf } from '../../support/templates';

/** No template of the layout goes round in a circle, and none imports from another. */
function expectApart({ app }: Layout): void {
  const templates = Object.entries(templatesOf(app.synth()));
  expect(templates.filter(([, template]) => findCycle(template)).map(([file]) => file)).toEqual([]);
  expect(templates.filter(([, template]) => hasImport(template)).map(([file]) => file)).toEqual([]);
}

const CASES = Object.keys(LAYOUTS).flatMap(layout => Object.keys(WAYS).map(way => [layout, way] as const));

describe.each(CASES)('%s, %s', (layoutName, way) => {
  // all grantees in one app: what goes round in a circle for one of them alone does so beside the others, too
  test.each([
    ['the URL used', true],
    ['no URL used', false],
  ])('makes no cycle and imports nothing, for grantees of every kind, with %s', (_, isUrlUsed) => {
    const layout = LAYOUTS[layoutName]!();
    const orders = addTo(layout, { keyPolicyManagement: WAYS[way as keyof typeof WAYS] });
    const environment: Record<string, string> = isUrlUsed
      ? { QUEUE_URL: orders.queue.queueUrl, TABLE_NAME: orders.table.tableName }
      : {};
    for (const newGrantee of Object.values(GRANTEES)) {
      const grantee = newGrantee(layout.application, environment);
      orders.grantSendMessages(grantee).assertSuccess();
      orders.grantReadData(grantee).assertSuccess();
    }

    expectApart(layout);
  });
});

/** The stacks that a stack waits for, by what is in them. */
function waitsFor({ application, queue }: Layout, stack: Stack): string {
  const names = topLevelStackOf(stack).dependencies.map(dependency => {
    if (dependency === topLevelStackOf(application)) return 'the application';
    return dependency === topLevelStackOf(queue) ? 'the queue' : 'another';
  });
  return names.join(', ') || 'nothing';
}

/** The table of docs/applications.md. */
function renderLayouts(): string {
  const rows = Object.entries(LAYOUTS).map(([name, make]) => {
    const layout = make();
    const orders = addTo(layout);
    const grantee = GRANTEES['a function']!(layout.application, { QUEUE_URL: orders.queue.queueUrl });
    orders.grantSendMessages(grantee);
    const templates = Object.values(templatesOf(layout.app.synth()));
    const cycles = templates.filter(findCycle).length;
    const imports = templates.filter(hasImport).length;
    const { application, queue } = layout;
    return `| ${name} | ${cycles} | ${imports} | ${waitsFor(layout, queue)} | ${waitsFor(layout, application)} |`;
  });
  return [
    '| layout | cycles | imports | the stack of the queue waits for | the stack of the application waits for |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

test('docs/applications.md has the table of the layouts', () => {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'applications.md'), 'utf8');
  expect(text).toContain(`<!-- layouts -->\n${renderLayouts()}\n<!-- end -->`);
});

describe.each(Object.keys(LAYOUTS))('%s', layoutName => {
  test('takes the ARN of a role of the application in a prop', () => {
    const layout = LAYOUTS[layoutName]!();
    // the application comes after the queue in the code, and its role is named before it exists
    let orders!: ReturnType<typeof addTo>;
    const grantee = GRANTEES['a function']!(layout.application, {
      QUEUE_URL: Lazy.string({ produce: () => orders.queue.queueUrl }),
    });
    orders = addTo(layout, { consumerRoleArns: [(grantee.grantPrincipal as IRole).roleArn] });

    expectApart(layout);
  });
});
