import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parsePolicy } from '../../key-policy/parse-policy';
import type { PolicyDocument } from '../../key-policy/statement';
import { UsageError } from '../cli-error';
import type { VerbOptions } from '../options';
import { readNamedFile } from '../read-file';
import type { VerbContext } from '../verb';
import { readAssemblyPolicy, readKeyArns } from './assembly';
import { isKeyName, readLiveKey } from './live-key';

export const SOURCE_OPTIONS = { construct: { type: 'string' } } as const satisfies VerbOptions;

export const SOURCE_HELP = `\
SOURCE is where the policy is: a file, - for standard input, a directory that CDK synthesised into (cdk.out), or a key
by its ARN, its id or an alias, whose policy is read from KMS.`;

export const SOURCE_OPTIONS_HELP =
  '\
  --construct NAME           Which policy, if CDK synthesised several.';

/** A policy, and where it was found. */
export interface FoundPolicy {
  readonly document: PolicyDocument;
  readonly from: 'file' | 'standard input' | 'cloud assembly' | 'key';
  /** The directory of the cloud assembly it was in, and the keys that its templates name. */
  readonly app?: { readonly directory: string; readonly keyArns: readonly string[] };
  /** The key it is for, as far as SOURCE says so. */
  readonly keyArn?: string;
}

/** Reads the policy that the first argument of the command line names. */
export async function readSource(context: VerbContext): Promise<FoundPolicy> {
  const [source] = context.positionals;
  if (source === undefined) throw new UsageError('missing SOURCE: a file, -, cdk.out or a key');
  if (source === '-') {
    return {
      document: parsePolicy(await text(context.terminal.streams.stdin), 'standard input'),
      from: 'standard input',
    };
  }
  if (existsSync(join(source, 'manifest.json'))) {
    const document = await readAssemblyPolicy(source, context.values.text('construct'));
    const keyArns = await readKeyArns(source);
    const [keyArn] = keyArns;
    return { document, from: 'cloud assembly', app: { directory: source, keyArns }, ...(keyArn && { keyArn }) };
  }
  if (isKeyName(source) && !existsSync(source)) return { ...(await readLiveKey(context, source)), from: 'key' };
  return { document: await readPolicyFile(source), from: 'file' };
}

/** Reads a policy from a file that the command line names. */
export async function readPolicyFile(path: string): Promise<PolicyDocument> {
  return parsePolicy((await readNamedFile(path, 'policy')).toString(), `'${path}'`);
}
