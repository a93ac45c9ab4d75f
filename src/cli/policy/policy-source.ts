import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import type { PolicyDocument } from '../../key-policy/statement';
import { UsageError } from '../cli-error';
import { withClients } from '../clients';
import type { VerbOptions } from '../options';
import { readNamedFile } from '../read-file';
import type { VerbContext } from '../verb';
import { readAssemblyPolicy } from './assembly';
import { keyArnOf } from './key-arn';
import { parsePolicy } from './parse-policy';

export const SOURCE_OPTIONS = { construct: { type: 'string' } } as const satisfies VerbOptions;

export const SOURCE_HELP = `\
SOURCE is where the policy is: a file, - for standard input, a directory that CDK synthesised into (cdk.out), or
the ARN of a key, whose policy is read from KMS.`;

export const SOURCE_OPTIONS_HELP =
  '\
  --construct NAME           Which policy, if CDK synthesised several.';

/** A policy, and where it was found. */
export interface FoundPolicy {
  readonly document: PolicyDocument;
  /** The directory of the cloud assembly it was in. */
  readonly assembly?: string;
}

/** Reads the policy that the first argument of the command line names. */
export async function readSource(context: VerbContext): Promise<FoundPolicy> {
  const [source] = context.positionals;
  if (source === undefined) throw new UsageError('missing SOURCE: a file, -, cdk.out or the ARN of a key');
  if (source.startsWith('arn:')) return { document: await readLivePolicy(context, source) };
  if (source === '-') return { document: parsePolicy(await text(context.terminal.streams.stdin), 'standard input') };
  if (existsSync(join(source, 'manifest.json'))) {
    return { document: await readAssemblyPolicy(source, context.values.text('construct')), assembly: source };
  }
  return { document: parsePolicy((await readNamedFile(source, 'policy')).toString(), `'${source}'`) };
}

/** The policy a key has now. */
export async function readLivePolicy(context: VerbContext, keyId: string): Promise<PolicyDocument> {
  return withClients(context, keyId, async clients => {
    const KeyId = await keyArnOf(clients.kms(), keyId);
    const { Policy } = await clients.kms().send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }));
    return parsePolicy(Policy ?? '', keyId);
  });
}
