/* eslint-disable @typescript-eslint/no-require-imports */
import type * as environment from '@aws-sdk/credential-provider-env';
import type * as ini from '@aws-sdk/credential-provider-ini';
import type * as node from '@aws-sdk/credential-provider-node';
import { httpOptions } from './aws-http';
import type { AwsOptions } from './aws-options';
import { explainCredentialsError } from './credentials-error';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

const FIVE_MINUTES = 5 * 60 * 1000;
const providers = new WeakMap<AwsOptions, () => Promise<Credentials>>();

/**
 * The credentials of a command line, found as the AWS CLI finds them and asked for once, whatever the number of
 * clients: a code of MFA is good for one log-in.
 */
export function credentialsOf(aws: AwsOptions): () => Promise<Credentials> {
  const provider = providers.get(aws) ?? remembered(() => find(aws));
  providers.set(aws, provider);
  return provider;
}

async function find(aws: AwsOptions): Promise<Credentials> {
  const init = {
    ...(aws.profile !== undefined && { profile: aws.profile }),
    mfaCodeProvider: aws.askForMfaCode,
    clientConfig: { requestHandler: httpOptions(aws), maxAttempts: 1, ...(aws.region && { region: aws.region }) },
  };
  try {
    // a named profile is asked alone: the chain of all providers would hide why it fails
    if (aws.profile !== undefined) {
      const { fromIni } = require('@aws-sdk/credential-provider-ini') as typeof ini;
      return await fromIni(init)();
    }
    if (aws.env.AWS_ACCESS_KEY_ID && aws.env.AWS_SECRET_ACCESS_KEY) {
      // keys win over AWS_PROFILE, as in the AWS CLI, and not as in the SDK
      const { fromEnv } = require('@aws-sdk/credential-provider-env') as typeof environment;
      return await fromEnv()();
    }
    const { defaultProvider } = require('@aws-sdk/credential-provider-node') as typeof node;
    return await defaultProvider(init)();
  } catch (error) {
    throw await explainCredentialsError(error as Error, aws.profile);
  }
}

function remembered(provider: () => Promise<Credentials>): () => Promise<Credentials> {
  let found: Promise<Credentials> | undefined;
  return async () => {
    const known = await found?.catch(() => undefined);
    const fresh = known && (!known.expiration || known.expiration.getTime() - Date.now() > FIVE_MINUTES);
    if (!fresh) found = provider();
    return found!;
  };
}
