import { httpOptions } from './aws-http';
import type { AwsOptions, AwsEnvironment } from './aws-options';
import { UsageError } from './cli-error';
import { credentialsOf } from './credentials';
import type { OptionValues, VerbOptions } from './options';
import { profileRegion } from './profile-region';
import type { Terminal } from './terminal';

/** The options of the AWS CLI that every verb which calls AWS takes too. */
export const AWS_OPTIONS = {
  profile: { type: 'string' },
  region: { type: 'string' },
  'endpoint-url': { type: 'string' },
} as const satisfies VerbOptions;

export const AWS_OPTIONS_HELP = `\
  --profile NAME             Credentials and Region of this profile, as in the AWS CLI. Asks for the code of a profile with MFA.
  --region REGION            Region of the key. [default: AWS_REGION, AWS_DEFAULT_REGION or the profile's]
  --endpoint-url URL         Call this endpoint in place of AWS's, such as a VPC endpoint or the sandbox.`;

/**
 * Reads `--profile`, `--region` and `--endpoint-url`, and what stands for them in the environment.
 *
 * @param callsAws whether the profile is worth reading for its Region
 */
export async function readAwsOptions(
  values: OptionValues,
  env: AwsEnvironment,
  terminal: Terminal,
  callsAws: boolean,
): Promise<AwsOptions> {
  const endpoint = values.text('endpoint-url');
  if (endpoint !== undefined && !/^https?:\/\/[^/]/.test(endpoint)) {
    throw new UsageError(`--endpoint-url must begin with http:// or https://, got '${endpoint}'`);
  }
  if (callsAws && endpoint === undefined) sayEndpoint(env, terminal);
  const keys = env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY;
  const profile = values.text('profile') ?? (keys ? undefined : env.AWS_PROFILE);
  const said = values.text('region') ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const region = said ?? (callsAws ? await profileRegion(profile, env) : undefined);
  return {
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    env,
    askForMfaCode: serial => terminal.ask(`the MFA code of ${serial}:`),
  };
}

/** Calls that go elsewhere than to AWS are never without a word: the environment may be somebody else's work. */
function sayEndpoint(env: AwsEnvironment, terminal: Terminal): void {
  const name = ['AWS_ENDPOINT_URL_KMS', 'AWS_ENDPOINT_URL'].find(variable => env[variable]);
  if (name !== undefined) terminal.warning(`calls to KMS go to ${env[name]}, as ${name} says`);
}

/** The configuration for any client of the AWS SDK, for this Region or the one of the command line. */
export function clientConfiguration(aws: AwsOptions, region = aws.region) {
  return {
    ...(aws.profile !== undefined && { profile: aws.profile }),
    ...(region !== undefined && { region }),
    ...(aws.endpoint !== undefined && { endpoint: aws.endpoint }),
    requestHandler: httpOptions(aws, aws.endpoint),
    credentials: credentialsOf(aws),
  };
}
