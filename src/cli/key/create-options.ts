import { type KeyPlan, requireAlias } from '../../ceremony/create-key';
import { UsageError } from '../cli-error';
import { inOptions } from '../in-options';
import type { VerbOptions } from '../options';
import type { VerbContext } from '../verb';
import { FIRST_POLICY_OPTIONS, FIRST_POLICY_OPTIONS_HELP, readFirstPolicy } from './first-policy';

export const CREATE_OPTIONS = {
  alias: { type: 'string' },
  description: { type: 'string' },
  tag: { type: 'string', multiple: true },
  ...FIRST_POLICY_OPTIONS,
  'single-region': { type: 'boolean' },
} as const satisfies VerbOptions;

export const CREATE_OPTIONS_HELP = `\
  --alias alias/NAME         A name for the key. Refused if it names another key already.
  --description TEXT         What the key is for. It shows in CloudTrail: nothing secret.
  --tag NAME=VALUE           A tag. May be repeated.
${FIRST_POLICY_OPTIONS_HELP}
  --single-region            Create a single-Region key. It can never become a multi-Region one. [default: multi-Region]`;

export interface NamedKeyPlan extends KeyPlan {
  readonly alias?: string;
  readonly policyFile?: string;
}

/**
 * What the command line says of the key to create.
 *
 * @param exists whether the key is there already, and has its policy
 */
export async function readKeyPlan(context: VerbContext, exists = false): Promise<NamedKeyPlan> {
  const { values } = context;
  const alias = values.text('alias');
  if (alias !== undefined) inOptions(() => requireAlias(alias));
  const tags = Object.fromEntries(values.list('tag').map(parseTag));
  const policy = exists ? {} : await readFirstPolicy(context);
  return {
    multiRegion: !values.flag('single-region'),
    description: values.text('description') ?? 'Key with imported key material',
    tags,
    ...(alias !== undefined && { alias }),
    ...policy,
  };
}

function parseTag(text: string): [string, string] {
  const [, name, value] = /^([^=]{1,128})=(.{0,256})$/.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new UsageError(`--tag must be NAME=VALUE, got '${text}'`);
  if (name.startsWith('aws:')) throw new UsageError(`--tag must not begin with 'aws:', got '${text}'`);
  return [name, value];
}
