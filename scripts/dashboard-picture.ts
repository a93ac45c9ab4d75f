import { App, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EncryptedQueueToTable } from '../src';

/** A widget as CloudWatch gets it. */
interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly query?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly (string | MetricOptions)[])[];
  };
}

interface MetricOptions {
  readonly label?: string;
  readonly stat?: string;
  readonly visible?: boolean;
  readonly expression?: string;
}

/** CloudWatch's grid of 24 columns. */
const COLUMN = 50;
const ROW = 30;
const COLOURS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd'];

/** The dashboard as SVG: each widget in its place, with its title and the names of what it shows. No data. */
export function renderDashboardPicture(): string {
  const widgets = readWidgets();
  const height = Math.max(...widgets.map(widget => widget.y + widget.height)) * ROW;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * COLUMN} ${height}" role="img" aria-label="The dashboard: sent, waiting, written, dead and the key, from left to right">`,
    '<style>text{font:13px system-ui,sans-serif;fill:#374151}.title{font-weight:600;fill:#111827}.small{font-size:12px}</style>',
    `<rect width="${24 * COLUMN}" height="${height}" fill="#f3f4f6"/>`,
    ...widgets.map(renderWidget),
    '</svg>',
    '',
  ].join('\n');
}

function readWidgets(): Widget[] {
  const stack = new Stack(new App(), 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
  new EncryptedQueueToTable(stack, 'Orders', {
    keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    adminRoleArns: [role('KeyAdmin')],
    consumerRoleArns: [role('OrdersApp')],
    alarmTopic: new Topic(stack, 'Page'),
  });
  const { template } = App.of(stack)!.synth().getStackByName(stack.stackName);
  const [{ Properties }] = Object.values<any>(template.Resources).filter(
    ({ Type }) => Type === 'AWS::CloudWatch::Dashboard',
  );
  const parts: readonly unknown[] = Properties.DashboardBody['Fn::Join'][1];
  const text = parts.map(part => (typeof part === 'string' ? part : nameOf(part))).join('');
  return (JSON.parse(text) as { widgets: Widget[] }).widgets;
}

/** What the deployment fills in, by the name of the resource. */
const nameOf = (part: any): string => String(part.Ref ?? part['Fn::GetAtt']?.[0]);

function renderWidget({ height, properties, type, width, x, y }: Widget): string {
  const [left, top] = [x * COLUMN + 3, y * ROW + 3];
  const lines = type === 'metric' ? [] : linesOf(properties);
  return [
    `<rect x="${left}" y="${top}" width="${width * COLUMN - 6}" height="${height * ROW - 6}" rx="4" fill="#ffffff" stroke="#d1d5db"/>`,
    text(left + 10, top + 20, type === 'alarm' ? lines.shift()! : (properties.title ?? lines.shift() ?? ''), 'title'),
    ...(type === 'metric' ? renderGraph(properties, left + 10, top, width * COLUMN - 26, height * ROW - 6) : []),
    ...lines.map((line, index) => text(left + 10, top + 40 + index * 18, line, 'small')),
  ].join('');
}

/** The axes, and the legend below them. */
function renderGraph({ metrics = [] }: Widget['properties'], left: number, top: number, width: number, height: number) {
  const shown = metrics.map(labelOf).filter(label => label !== undefined);
  const bottom = top + height - shown.length * 17 - 12;
  return [
    `<path d="M${left} ${top + 32} V${bottom} H${left + width}" fill="none" stroke="#9ca3af"/>`,
    ...shown.flatMap((label, index) => {
      const y = bottom + 18 + index * 17;
      const square = `<rect x="${left}" y="${y - 9}" width="9" height="9" fill="${COLOURS[index % COLOURS.length]}"/>`;
      return [square, text(left + 15, y, label, 'small')];
    }),
  ];
}

/** The name in the legend; nothing for what is only computed with. */
function labelOf(metric: readonly (string | MetricOptions)[]): string | undefined {
  const options = metric.find((part): part is MetricOptions => typeof part === 'object') ?? {};
  if (options.visible === false) return undefined;
  const name = options.label ?? String(metric[1]);
  return options.label !== undefined || options.stat === undefined || options.stat === 'Sum'
    ? name
    : `${name}, ${options.stat}`;
}

function linesOf({ alarms = [], markdown, query }: Widget['properties']): string[] {
  if (markdown !== undefined) return markdown.split('\n').map(line => line.replace(/^# /, ''));
  if (query !== undefined) return query.split(/\s*\| /).slice(1);
  const names = alarms.map(alarm => alarm.replace(/^OrdersOperationsAlarms|[0-9A-F]{8}$/g, ''));
  return ['Alarm status', names.slice(0, 10).join(' · '), names.slice(10).join(' · ')];
}

const text = (x: number, y: number, content: string, kind: string): string =>
  `<text x="${x}" y="${y}" class="${kind}">${content.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</text>`;
