import { type KeyPlan, validateAlias, validatePolicyText } from '../../ceremony/create-key';
import { UsageError } from '../cli-error';
import type { OptionValues, VerbOptions } from '../options';
import { readNamedFile } from '../read-file';

export const CREATE_OPTIONS = {
  alias: { type: 'string' },
  description: { type: 'string' },
  tag: { type: 'string', multiple: true },
  policy: { type: 'string' },
  'single-region': { type: 'boolean' },
} as const satisfies VerbOptions;

export const CREATE_OPTIONS_HELP = `\
  --alias alias/NAME         A name for the key; refused when it names another key already.
  --description TEXT         What the key is for. It shows in CloudTrail: nothing secret.
  --tag NAME=VALUE           A tag; may be repeated.
  --policy FILE              The first key policy. [default: KMS's, which leaves all to IAM; replace it before use]
  --single-region            Create a single-Region key. It can never become a multi-Region one. [default: multi-Region]`;

/** What the command line says of the key to create. */
export async function readKeyPlan(values: OptionValues): Promise<KeyPlan & { readonly alias?: string }> {
  const alias = values.text('alias');
  if (alias !== undefined) validateAlias(alias);
  const file = values.text('policy');
  const policy = file === undefined ? undefined : (await readNamedFile(file, 'the policy')).toString();
  if (policy !== undefined) validatePolicyText(policy, file ?? '');
  return {
    multiRegion: !values.flag('single-region'),
    description: values.text('description') ?? 'Key with imported key material',
    tags: Object.fromEntries(values.list('tag').map(parseTag)),
    ...(alias !== undefined && { alias }),
    ...(policy !== undefined && { policy }),
  };
}

function parseTag(text: string): [string, string] {
  const [, name, value] = /^([^=]{1,128})=(.{0,256})$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--tag must be NAME=VALUE, got '${text}'`);
  if (name.startsWith('aws:')) throw new UsageError(`--tag must not begin with 'aws:', got '${text}'`);
  return [name, value];
}
