import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LongestFirst = jest.requireActual('./longest-first.cjs');

const ROOT = join(__dirname, '..', '..');

test('the longest tests are there, and run before the others in the order of their list', () => {
  const longest: string[] = LongestFirst.LONGEST.map((name: string) => join(ROOT, `${name}.test.ts`));
  const context = { config: {}, hasteFS: { getSize: () => 1 } };
  const tests = [...longest, join(ROOT, 'test/arn.test.ts')].map(path => ({ path, context }));

  const sorted = new LongestFirst({}).sort([...tests].reverse());

  expect(longest.filter(path => !existsSync(path))).toEqual([]);
  expect(sorted).toEqual(tests);
});
