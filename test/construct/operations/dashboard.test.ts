import { renderDashboardPicture } from '../../../scripts/dashboard-picture';
import { propertiesOf, templateOf } from '../../support/orders';
import { read } from '../../support/repository';
import { addWatchedOrders } from '../../support/watched-orders';

interface Widget {
  readonly x: number;
  readonly width: number;
  readonly properties: { readonly title?: string };
}

/** The dashboard as CloudWatch gets it, with a text in the place of each value that the deployment fills in. */
function widgets(): Widget[] {
  const [{ DashboardBody }] = propertiesOf(templateOf(addWatchedOrders()), 'AWS::CloudWatch::Dashboard');
  const body = DashboardBody['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'x')).join('');
  return JSON.parse(body).widgets;
}

test('the picture in the documents is drawn from what CloudWatch gets (npx projen docs renews it)', () => {
  expect(read('docs/pictures/dashboard.svg')).toBe(renderDashboardPicture());
});

describe('the dashboard', () => {
  test('reads from left to right as a message goes, and fills its 24 columns', () => {
    const titles = ['Sent', 'Waiting', 'Written', 'Dead letters', 'Key used'];
    const row = widgets().filter(({ properties }) => titles.includes(properties.title ?? ''));
    expect(row.map(({ properties }) => properties.title)).toEqual(titles);
    expect(row.reduce((sum, { width }) => sum + width, 0)).toBe(24);
    expect(row.map(({ x }) => x)).toEqual([0, 5, 10, 16, 20]);
  });

  test('can be left out', () => {
    templateOf(addWatchedOrders({ dashboard: false })).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });
});
