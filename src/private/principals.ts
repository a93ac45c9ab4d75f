import { ArnPrincipal } from 'aws-cdk-lib/aws-iam';

/** Roles as the principals of a statement, each once. */
export function principals(...lists: ReadonlyArray<readonly string[] | undefined>): ArnPrincipal[] {
  return [...new Set(lists.flatMap(list => list ?? []))].map(arn => new ArnPrincipal(arn));
}
