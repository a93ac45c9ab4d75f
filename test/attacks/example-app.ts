import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import * as ts from 'typescript';
import * as library from '../../src';
import { type PhysicalNames } from '../../src/construct/names/physical-names';
import { KEY_ARN } from '../support/key-policy-facts';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** The examples in TypeScript whose app makes the one construct: those with stages, or a stack in a file, repeat it. */
export const EXAMPLE_NAMES = readdirSync(EXAMPLES, { recursive: true })
  .map(String)
  .filter(path => /^[\w-]+\/app\.ts$/.test(path))
  .filter(path => /^(const orders = )?new EncryptedQueueToTable\(/m.test(readFileSync(join(EXAMPLES, path), 'utf8')))
  .map(path => path.split('/')[0]!)
  .sort();

/** What an example synthesises. */
export interface ExampleApp {
  /** Of the stack with the construct. */
  readonly template: any;
  readonly keyPolicy: any;
  readonly guard: any;
  readonly names: PhysicalNames;
}

/**
 * Runs an example as it stands, in this process and as often as one likes, with more props for its construct. The
 * library and CDK that it imports are the real ones, but for an app and a construct that take note of themselves.
 */
export function synthesiseExample(
  name: string,
  more: (props: library.EncryptedQueueToTableProps) => Partial<library.EncryptedQueueToTableProps>,
): ExampleApp {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  const apps: cdk.App[] = [];
  const constructs: library.EncryptedQueueToTable[] = [];
  class App extends cdk.App {
    public constructor() {
      super({ outdir, analyticsReporting: false, context: { keyArn: KEY_ARN, 'aws:cdk:disable-asset-staging': true } });
      apps.push(this);
    }
  }
  class EncryptedQueueToTable extends library.EncryptedQueueToTable {
    public constructor(scope: cdk.Stack, id: string, props: library.EncryptedQueueToTableProps) {
      super(scope, id, { ...props, ...more(props) });
      constructs.push(this);
    }
  }
  const handedIn: Readonly<Record<string, object>> = {
    'aws-cdk-lib': { ...cdk, App },
    'encrypted-queue-to-table': { ...library, EncryptedQueueToTable },
  };
  const file = join(EXAMPLES, name, 'app.ts');
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const run = new Function('require', 'exports', '__dirname', outputText);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  run((id: string) => handedIn[id] ?? require(id), {}, join(EXAMPLES, name));
  try {
    apps.forEach(app => app.synth());
    const read = (suffix: string) =>
      JSON.parse(
        readFileSync(
          join(
            outdir,
            readdirSync(outdir).find(found => found.endsWith(suffix))!,
          ),
          'utf8',
        ),
      );
    return {
      template: read('OrdersStack.template.json'),
      keyPolicy: read('.key-policy.json'),
      guard: read('.role-guard.json'),
      names: (constructs[0] as unknown as { settings: { names: PhysicalNames } }).settings.names,
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
