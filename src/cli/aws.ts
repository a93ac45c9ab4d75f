import type { VerbOptions } from './options';

/** The options of the AWS CLI that every verb which calls AWS takes too. */
export const AWS_OPTIONS = {
  profile: { type: 'string' },
  region: { type: 'string' },
  'endpoint-url': { type: 'string' },
} as const satisfies VerbOptions;

export const AWS_OPTIONS_HELP = `\
  --profile NAME             Credentials and Region of this profile.
  --region REGION            Region of the key. [default: AWS_REGION, AWS_DEFAULT_REGION or the profile's]
  --endpoint-url URL         Call this endpoint in place of AWS's, such as a VPC endpoint or the sandbox.`;

/** What `--profile`, `--region` and `--endpoint-url` said. Credentials come from the SDK's default chain. */
export interface AwsOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/** The configuration for any client of the AWS SDK, for this Region or the one of the command line. */
export function clientConfiguration(aws: AwsOptions, region = aws.region) {
  return {
    ...(aws.profile !== undefined && { profile: aws.profile }),
    ...(region !== undefined && { region }),
    ...(aws.endpoint !== undefined && { endpoint: aws.endpoint }),
  };
}
