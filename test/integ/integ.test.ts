import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

let app: SynthesisedApp;

beforeAll(() => {
  app = synthesiseApp(join(__dirname, 'app.ts'));
});

afterAll(() => rmSync(app.assembly, { recursive: true }));

/** The resources of a stack, without what changes with every byte of an asset. */
const resourcesOf = (stack: string): Record<string, any> =>
  JSON.parse(
    JSON.stringify(app.files('.template.json')[`${stack}.template.json`].Resources).replace(/[0-9a-f]{64}/g, 'ASSET'),
  );

const only = (pattern: RegExp, stack: string): object =>
  Object.fromEntries(Object.entries(resourcesOf(stack)).filter(([, { Type }]) => pattern.test(Type)));

test('the pipeline that is deployed into an account is the one of the snapshot', () => {
  expect(
    only(/::(Queue|QueuePolicy|GlobalTable|EventSourceMapping|ManagedPolicy)$|^Custom::/, 'IntegPipeline'),
  ).toMatchSnapshot();
});

test('nothing of it stays in the account but the log that holds the policies from before', () => {
  const kept = ['IntegGround', 'IntegPipeline', 'IntegAssertions'].flatMap(stack =>
    Object.entries(resourcesOf(stack))
      .filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'))
      .map(([id]) => `${stack}/${id}`),
  );

  expect(kept).toEqual([expect.stringMatching(/^IntegPipeline\/EncryptedQueueToTableKeyPolicyManagerLog/)]);
});

test('assertions run one after the other, in the order they are written', () => {
  const calls = Object.entries<any>(resourcesOf('IntegAssertions')).filter(([, { Type }]) =>
    Type.startsWith('Custom::DeployAssert'),
  );

  expect(calls).toHaveLength(26);
  expect(calls.map(([, { DependsOn = [] }], index) => index === 0 || DependsOn.includes(calls[index - 1]![0]))).toEqual(
    calls.map(() => true),
  );
});

test('docs/unproven.md names assertions that are there', () => {
  const source = readFileSync(join(__dirname, 'trials.ts'), 'utf8');
  const named = [
    ...readFileSync(join(__dirname, '..', '..', 'docs', 'unproven.md'), 'utf8').matchAll(/integ: “([^”]+)”/g),
  ].map(([, title]) => title!);

  expect(named.filter(title => !source.includes(title))).toEqual([]);
});
