/* eslint-disable @typescript-eslint/no-require-imports */
import type * as config from '@smithy/core/config';

/** The Region that a profile of the AWS CLI names. */
export async function profileRegion(
  profile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const { loadSharedConfigFiles } = require('@smithy/core/config') as typeof config;
  const { configFile, credentialsFile } = await loadSharedConfigFiles().catch(() => ({
    configFile: {},
    credentialsFile: {},
  }));
  const name = profile ?? env.AWS_PROFILE ?? 'default';
  const find = (file: Record<string, Record<string, string | undefined> | undefined>) => file[name]?.region;
  return find(configFile) ?? find(credentialsFile);
}
