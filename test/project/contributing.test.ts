import { join } from 'node:path';
import * as ts from 'typescript';
import { files, read, ROOT } from '../support/repository';

const { tasks } = JSON.parse(read('.projen/tasks.json'));

test('every task that CONTRIBUTING.md names is a task of the project', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/`(?:npx projen|npm run) ([\w:-]+)/g)].map(([, task]) => task!);

  expect(named.length).toBeGreaterThan(8);
  expect(named.filter(task => !Object.keys(tasks).includes(task))).toEqual([]);
});

test('npm test checks the types of every file, as what compiles the tests checks none', () => {
  const { config } = ts.readConfigFile('tsconfig.dev.json', read);
  const checked = ts.parseJsonConfigFileContent(config, ts.sys, ROOT).fileNames;
  const sources = files().filter(file => file.endsWith('.ts') && !file.startsWith('test/downstream/typescript/'));

  expect(tasks.test.steps).toContainEqual({ spawn: 'typecheck' });
  expect(tasks.typecheck.steps).toEqual([{ exec: 'tsc --noEmit -p tsconfig.dev.json' }]);
  expect(sources.filter(file => !checked.includes(join(ROOT, file)))).toEqual([]);
});
