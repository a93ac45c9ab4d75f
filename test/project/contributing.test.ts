import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (file: string): string => readFileSync(join(__dirname, '..', '..', file), 'utf8');

test('every task that CONTRIBUTING.md names is a task of the project', () => {
  const tasks = Object.keys(JSON.parse(read('.projen/tasks.json')).tasks);
  const named = [...read('CONTRIBUTING.md').matchAll(/`(?:npx projen|npm run) ([\w:-]+)/g)].map(([, task]) => task!);

  expect(named.length).toBeGreaterThan(8);
  expect(named.filter(task => !tasks.includes(task))).toEqual([]);
});
