import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { listExamples, parseOptions, USAGE } from '../../../sandbox/demo/options';

const EXAMPLES = ['minimal', 'orders-as-attributes'];

test.each([
  [[], { keep: false, app: { example: 'minimal' }, message: 'hello' }],
  [['--keep'], { keep: true, app: { example: 'minimal' }, message: 'hello' }],
  [['--example', 'minimal', '--message', 'hi'], { keep: false, app: { example: 'minimal' }, message: 'hi' }],
  [['--app', 'npx tsx app.ts'], { keep: false, app: { command: 'npx tsx app.ts' }, message: 'hello' }],
])('%j is understood', (args, options) => {
  expect(parseOptions(args, EXAMPLES)).toEqual(options);
});

test('an example that takes only JSON gets JSON', () => {
  const { message } = parseOptions(['--example', 'orders-as-attributes'], EXAMPLES);

  expect(JSON.parse(message)).toEqual({ customer: { id: 'c-7' }, orderId: 'o-1', total: 12.5 });
});

test.each([
  [['--example', 'maximal'], "'--example' must be one of minimal, orders-as-attributes, got 'maximal'"],
  [
    ['--example', '../examples/minimal'],
    "'--example' must be one of minimal, orders-as-attributes, got '../examples/minimal'",
  ],
  [['--example', 'minimal', '--app', 'x'], "'--example' and '--app' exclude each other: give one of them"],
  [['--app', ' '], "'--app' must be the command that runs your CDK app, got nothing"],
  [['--message', ''], "'--message' must have at least one character, got none"],
  [['--fast'], "Unknown option '--fast'"],
  [['minimal'], "Unexpected argument 'minimal'"],
])('%j is refused', (args, problem) => {
  expect(() => parseOptions(args, EXAMPLES)).toThrow(new Error(`${problem}\n${USAGE}`));
});

test('each example in TypeScript is one of them', () => {
  const directory = join(__dirname, '..', '..', '..', 'examples');

  expect(listExamples(directory)).toEqual(
    readdirSync(directory)
      .filter(name => name !== 'python')
      .sort(),
  );
});
