import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * Lambda, as the one that assumes the role of a function; on request for this one function of this account only.
 *
 * The Lambda guide's pages on execution roles don't show these condition keys, so they are no default.
 */
export function lambdaFor(functionArn: string, account: string, strict = false): iam.ServicePrincipal {
  const conditions = { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': functionArn } };
  return new iam.ServicePrincipal('lambda.amazonaws.com', strict ? { conditions } : {});
}
