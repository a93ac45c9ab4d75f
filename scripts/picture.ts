import { App, Stack } from 'aws-cdk-lib';
import { EncryptedQueueToTable } from '../src';

/** A box of the picture, by the place it has in the flow. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly subtitle: string;
  readonly color: string;
}

interface Resource {
  readonly Type: string;
  readonly Properties: any;
}

const WIDTH = 170;
const HEIGHT = 64;

/**
 * The picture of README.md, as SVG: every arrow is drawn because the synthesised template, or the key policy, says so.
 */
export function renderPicture(): string {
  const stack = new Stack(new App(), 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });
  const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
  const orders = new EncryptedQueueToTable(stack, 'Orders', {
    keyArn,
    adminRoleArns: [role('KeyAdmin')],
    consumerRoleArns: [role('OrdersApp')],
  });
  const { template } = App.of(stack)!.synth().getStackByName(stack.stackName) as {
    template: { Resources: Record<string, Resource> };
  };

  const of = (type: string): Resource[] => Object.values(template.Resources).filter(resource => resource.Type === type);
  const [queue] = of('AWS::SQS::Queue').filter(({ Properties }) => Properties.RedrivePolicy);
  const [deadLetters] = of('AWS::SQS::Queue').filter(({ Properties }) => !Properties.RedrivePolicy);
  const [table] = of('AWS::DynamoDB::GlobalTable');
  const [mapping] = of('AWS::Lambda::EventSourceMapping');
  const [policy] = of('AWS::IAM::ManagedPolicy').filter(({ Properties }) =>
    JSON.stringify(Properties).includes('dynamodb:BatchWriteItem'),
  );
  const statements: { Sid: string; Action: string | string[]; Principal: { AWS?: unknown } }[] =
    orders.keyPolicy.toJson().Statement;
  const admins = statements
    .filter(({ Principal }) => Principal.AWS === role('KeyAdmin'))
    .flatMap(({ Action }) => Action);
  const allows = (resource: unknown, action: string): boolean => JSON.stringify(resource).includes(`"${action}"`);

  const consumers: Box = { x: 20, y: 40, title: 'Consumers', subtitle: 'send and read', color: '#f3f4f6' };
  const boxes = {
    queue: { x: 260, y: 40, title: 'Queue', subtitle: 'SQS, TLS only', color: '#fde8f0' },
    writer: {
      x: 500,
      y: 40,
      title: 'Writer',
      subtitle: `Lambda, ${mapping.Properties.BatchSize} a batch`,
      color: '#fef0e0',
    },
    table: { x: 740, y: 40, title: 'Table', subtitle: 'DynamoDB, recoverable', color: '#e6effd' },
    deadLetters: {
      x: 260,
      y: 190,
      title: 'Dead letters',
      subtitle: 'what was not stored',
      color: '#fde8f0',
    },
    key: { x: 500, y: 310, title: 'Your key', subtitle: 'KMS, imported material', color: '#fdf6d8' },
    admins: { x: 20, y: 310, title: 'Administrators', subtitle: 'manage, cannot use', color: '#f3f4f6' },
  };

  const onKey = (resource: Resource): boolean => JSON.stringify(resource.Properties).includes(keyArn);
  const lines = [
    of('AWS::SQS::QueuePolicy').some(resource => allows(resource, 'sqs:SendMessage')) &&
      arrow(right(consumers), left(boxes.queue), 'send'),
    mapping.Properties.EventSourceArn && arrow(right(boxes.queue), left(boxes.writer), 'poll'),
    allows(policy, 'dynamodb:BatchWriteItem') && arrow(right(boxes.writer), left(boxes.table), 'write'),
    queue.Properties.RedrivePolicy.deadLetterTargetArn && arrow(bottom(boxes.queue), top(boxes.deadLetters), ''),
    allows(table, 'dynamodb:GetItem') &&
      '<path d="M825 40 V18 H105 V40" class="line" marker-end="url(#head)"/><text x="465" y="13">read</text>',
    onKey(deadLetters) && '<path d="M345 254 V342 H500" class="key"/>',
    onKey(queue) && '<path d="M430 92 H455 V342" class="key"/>',
    onKey(table) && '<path d="M825 104 V342 H670" class="key"/>',
    onKey(policy) &&
      '<path d="M585 104 V310" class="key"/><text x="594" y="215" class="left">kms:Decrypt, through</text><text x="594" y="231" class="left">queue and table only</text>',
    admins.includes('kms:PutKeyPolicy') &&
      !admins.some(action => /crypt|DataKey|CreateGrant/.test(action)) &&
      '<path d="M190 362 H500" class="line" marker-end="url(#head)"/><text x="345" y="380">administer</text>',
  ].filter(Boolean);

  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 930 400" role="img" aria-label="Messages go from the queue through the writer into the table; all of it is on your key">',
    '<style>text{font:13px system-ui,sans-serif;text-anchor:middle;fill:#374151}.title{font-weight:600;font-size:15px;fill:#111827}.left{text-anchor:start}' +
      '.line{fill:none;stroke:#4b5563;stroke-width:1.6}.key{fill:none;stroke:#b8860b;stroke-width:1.6;stroke-dasharray:5 4}</style>',
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#4b5563"/></marker></defs>',
    '<rect width="930" height="400" rx="10" fill="#ffffff"/>',
    ...lines,
    ...[consumers, ...Object.values(boxes)].map(renderBox),
    '</svg>',
    '',
  ].join('\n');
}

type Point = readonly [x: number, y: number];
const left = ({ x, y }: Box): Point => [x, y + HEIGHT / 2];
const right = ({ x, y }: Box): Point => [x + WIDTH, y + HEIGHT / 2];
const top = ({ x, y }: Box): Point => [x + WIDTH / 2, y];
const bottom = ({ x, y }: Box): Point => [x + WIDTH / 2, y + HEIGHT];

function arrow([x1, y1]: Point, [x2, y2]: Point, label: string): string {
  const text = label && `<text x="${(x1 + x2) / 2}" y="${y1 - 8}">${label}</text>`;
  return `<path d="M${x1} ${y1} L${x2} ${y2}" class="line" marker-end="url(#head)"/>${text}`;
}

function renderBox({ x, y, title, subtitle, color }: Box): string {
  const center = x + WIDTH / 2;
  return (
    `<rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="8" fill="${color}" stroke="#9ca3af"/>` +
    `<text x="${center}" y="${y + 28}" class="title">${title}</text><text x="${center}" y="${y + 48}">${subtitle}</text>`
  );
}
