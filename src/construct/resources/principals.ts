import { ArnPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** Roles as the principals of a statement, each once. */
export function rolePrincipals(...lists: ReadonlyArray<readonly string[] | undefined>): ArnPrincipal[] {
  return [...new Set(lists.flatMap(list => list ?? []))].map(arn => new ArnPrincipal(arn));
}

/**
 * Lambda, as the one that assumes the role of a function; on request for this one function of this account only.
 *
 * The Lambda guide's pages on execution roles don't show these condition keys, so they are no default.
 */
export function lambdaFor(functionArn: string, account: string, strict: boolean): ServicePrincipal {
  const conditions = { StringEquals: { 'aws:SourceAccount': account }, ArnEquals: { 'aws:SourceArn': functionArn } };
  return new ServicePrincipal('lambda.amazonaws.com', strict ? { conditions } : {});
}
