import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedLibrary } from '../support/packed-library';
import { renderPublicApi } from '../support/public-api';

/** An intended change is accepted with `npx projen test:update test/project/public-api.test.ts`, and reviewed. */
test('the public API is what was agreed on: every type, every member, and what is optional', () => {
  const assembly = JSON.parse(readFileSync(join(packedLibrary().directory, '.jsii'), 'utf8'));

  expect(renderPublicApi(assembly)).toMatchSnapshot();
});
