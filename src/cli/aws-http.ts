/* eslint-disable @typescript-eslint/no-require-imports */
import { readFileSync } from 'node:fs';
import type * as hpagent from 'hpagent';
import type * as proxyFromEnv from 'proxy-from-env';
import type { AwsOptions } from './aws-options';
import { CliError } from './cli-error';

const CONNECTION_MILLISECONDS = 5_000;
const REQUEST_MILLISECONDS = 30_000;

/**
 * How AWS is reached: with time-outs, through the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, and with the
 * certificates of AWS_CA_BUNDLE.
 *
 * @param endpoint where the calls go, if not to AWS's own endpoints
 */
export function httpOptions({ env }: Pick<AwsOptions, 'env'>, endpoint = 'https://kms.amazonaws.com') {
  const bundle = env.AWS_CA_BUNDLE;
  const ca = bundle ? readBundle(bundle) : undefined;
  const proxy = proxyFor(endpoint);
  return {
    connectionTimeout: CONNECTION_MILLISECONDS,
    requestTimeout: REQUEST_MILLISECONDS,
    throwOnRequestTimeout: true,
    ...(proxy ? agentsThrough(proxy, ca) : ca && { httpsAgent: { ca, keepAlive: true } }),
  };
}

function proxyFor(endpoint: string): string {
  const { getProxyForUrl } = require('proxy-from-env') as typeof proxyFromEnv;
  return getProxyForUrl(endpoint);
}

function agentsThrough(proxy: string, ca: Buffer | undefined) {
  const { HttpProxyAgent, HttpsProxyAgent } = require('hpagent') as typeof hpagent;
  return {
    httpAgent: new HttpProxyAgent({ proxy, keepAlive: true }),
    httpsAgent: new HttpsProxyAgent({ proxy, keepAlive: true, ...(ca && { ca }) }),
  };
}

function readBundle(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CliError(`cannot read AWS_CA_BUNDLE '${path}': ${(error as NodeJS.ErrnoException).code}`);
  }
}
