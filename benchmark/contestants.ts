import * as path from 'node:path';
import { buildSync, type BuildOptions } from 'esbuild';

/** One way from SQS to DynamoDB, bundled as its users would bundle it. */
export interface Contestant {
  readonly name: string;
  readonly bundle: string;
}

const ROOT = path.join(__dirname, '..');

const WAYS: Readonly<Record<string, string>> = {
  'seed: put after put': 'seed',
  'serverless-patterns: parallel put': 'serverless-patterns',
  'Powertools: parallel put': 'powertools',
  'lib-dynamodb BatchWrite, bare': 'lib-dynamodb',
  'floor: BatchWriteItem, bare': 'floor',
};

export const OURS = 'ours';
export const SEED = 'seed: put after put';
export const POWERTOOLS = 'Powertools: parallel put';
export const PLAIN = 'lib-dynamodb BatchWrite, bare';
export const FLOOR = 'floor: BatchWriteItem, bare';

/**
 * Bundles everybody's handler with the options of ours, less the one that is ours: the credential providers left out.
 */
export function bundleContestants(directory: string): Contestant[] {
  const others = Object.entries(WAYS).map(([name, file]) => ({
    name,
    bundle: bundle(file, directory, { format: 'esm' }),
  }));
  return [{ name: OURS, bundle: path.join(ROOT, 'assets', 'writer', 'writer.lambda', 'index.js') }, ...others];
}

/** The plain bundle as esbuild makes it unless told otherwise: CommonJS. */
export function bundlePlainCommonJs(directory: string): string {
  return bundle('lib-dynamodb', directory, { format: 'cjs', mainFields: ['main'] });
}

function bundle(file: string, directory: string, options: BuildOptions): string {
  const outfile = path.join(directory, `${file}.${options.format === 'esm' ? 'mjs' : 'cjs'}`);
  buildSync({
    entryPoints: [path.join(__dirname, 'contestants', `${file}.lambda.ts`)],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    ...options,
  });
  return outfile;
}
