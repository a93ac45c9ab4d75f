/* eslint-disable @typescript-eslint/no-require-imports */
import type * as config from '@smithy/core/config';
import { CliError } from './cli-error';

const NOWHERE = 'is in neither ~/.aws/config nor ~/.aws/credentials';

/** Why there are no credentials, in words, with the command that mends it where there is one. */
export async function explainCredentialsError(error: Error, profile: string | undefined): Promise<Error> {
  const { name, message } = error;
  if (name !== 'CredentialsProviderError' && name !== 'TokenProviderError') return error;
  if (profile === undefined) {
    return new CliError('no AWS credentials found', 'give --profile, set AWS_PROFILE, or run: aws sso login');
  }
  const missing = /using profile: \[(.+)\]/.exec(message)?.[1];
  if (missing !== undefined && missing !== profile) {
    return new CliError(`profile '${profile}' takes its credentials from profile '${missing}', which ${NOWHERE}`);
  }
  if (missing !== undefined) return explainProfile(profile);
  if (/SSO session|sso_session|Sso session|Token is expired/.test(message)) {
    return new CliError(
      `the SSO session of profile '${profile}' has expired, or was never begun`,
      `aws sso login --profile ${profile}`,
    );
  }
  if (message.startsWith('Command failed')) {
    return new CliError(`the credential_process of profile '${profile}' failed: ${firstLine(message)}`);
  }
  return new CliError(`profile '${profile}' gives no credentials: ${firstLine(message)}`);
}

async function explainProfile(profile: string): Promise<CliError> {
  const { parseKnownFiles } = require('@smithy/core/config') as typeof config;
  const known: object = await parseKnownFiles({}).catch(() => ({}));
  return Object.hasOwn(known, profile)
    ? new CliError(`profile '${profile}' names no credentials: no key, role, SSO session or process`)
    : new CliError(`profile '${profile}' ${NOWHERE}`, 'list the profiles there are: aws configure list-profiles');
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
