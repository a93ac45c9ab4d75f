import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientConfiguration } from './aws';
import type { AwsOptions } from './aws-options';
import type { Clients } from './clients';
import { patient } from './patience';
import type { VerbContext } from './verb';

/** Who calls AWS. */
export interface CallerIdentity {
  readonly arn: string;
  readonly account: string;
}

/** Asks AWS who is calling, and in which account. */
export async function askCaller(
  { aws, terminal }: VerbContext,
  { requests }: Pick<Clients, 'requests'>,
  region: string | undefined,
): Promise<CallerIdentity> {
  const client = requests.watch(new STSClient(stsConfiguration(aws, region)));
  const sts = patient(client, `STS in ${region}`, text => terminal.waiting(text));
  try {
    const { Arn: arn = '', Account: account = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { arn, account };
  } finally {
    sts.destroy();
  }
}

/** An endpoint of KMS answers no question to STS; the sandbox answers both. */
function stsConfiguration(aws: AwsOptions, region: string | undefined) {
  const { endpoint, ...configuration } = clientConfiguration(aws, region);
  const isKms = endpoint !== undefined && /\.amazonaws\.com(\.cn)?(:\d+)?\/?$/.test(endpoint);
  return { ...configuration, ...(endpoint !== undefined && !isKms && { endpoint }) };
}
