import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { Duration, Size } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { runApp, type SynthesisedApp } from './synthesised-app';
import { CONSUMER } from '../../sandbox/demo/example';
import * as library from '../../src';

type Props = library.EncryptedQueueToTableProps;

/** Runs a CDK app as somebody would have changed it: with other props of its construct. It can run more than once. */
export function synthesiseChanged(
  app: string,
  context: Readonly<Record<string, string>>,
  change: (props: Props) => Partial<Props> = laterProps,
): SynthesisedApp {
  class EncryptedQueueToTable extends library.EncryptedQueueToTable {
    public constructor(scope: Construct, id: string, props: Props) {
      super(scope, id, { ...props, ...change(props) });
    }
  }
  const requireFrom = (directory: string) => (name: string) => {
    if (name === 'encrypted-queue-to-table') return { ...library, EncryptedQueueToTable };
    if (name.startsWith('.')) return load(join(directory, `${name}.ts`));
    return require(name) as unknown; // eslint-disable-line @typescript-eslint/no-require-imports
  };
  const load = (file: string): unknown => {
    const { code } = transformSync(readFileSync(file, 'utf8'), SOURCE);
    const [module, directory] = [{ exports: {} }, dirname(file)];
    const run = new Function('require', 'module', 'exports', '__dirname', code); // as Node does with a module
    run(requireFrom(directory), module, module.exports, directory);
    return module.exports;
  };
  return runApp(() => load(app), context);
}

/** Something of the queue, of the table, of the writer, and of the policies. */
export function laterProps({ consumerRoleArns, readerRoleArns = [], redriverRoleArns = [] }: Props): Partial<Props> {
  const role = (name: string): string => (consumerRoleArns?.[0] ?? CONSUMER).replace(/[^/]+$/, name);
  return {
    retentionPeriod: Duration.days(7),
    timeToLive: Duration.days(30),
    memorySize: Size.mebibytes(768),
    readerRoleArns: [...readerRoleArns, role('LaterReader')],
    redriverRoleArns: [...redriverRoleArns, role('LaterRedriver')],
  };
}

const SOURCE = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
} as const;
