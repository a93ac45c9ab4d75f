import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { parseArn } from '../../arn';
import { checkRoleArns } from '../checks/arn-checks';
import { PropsError } from '../checks/props-error';
import { isKnown } from '../names/is-known';
import { partitionOf } from '../names/partition';
import { cfnRoleOf, literalRoleArn } from '../names/role-arn';
import { spelledOut } from '../names/spelled-out';

/** A role that is to get something, as the policies can name it. */
export interface Grantee {
  /** What a statement of an IAM policy can be added to, or try to. */
  readonly principal: iam.IPrincipal;
  /** The account it is of. */
  readonly account: string;
  /** Its ARN as it was given: a Token where the role is of this app, so that whoever names it waits for it. */
  readonly reference: string;
  /** Its ARN: a literal, or a Token that refers to no stack of this app. Asked anew, as an Aspect may change it. */
  arn(): string;
}

/**
 * Requires one role, of which the account is known.
 *
 * @throws InvalidProps for whatever a policy could not name, or would name wider than meant
 */
export function requireGrantee(scope: Construct, grantee: iam.IGrantable): Grantee {
  const principal = grantee?.grantPrincipal;
  const problem = principal ? problemOf(principal) : "'grantee' must be a role, or what has one";
  if (problem) throw new PropsError(scope, [problem]);

  const roleArn = (principal as iam.IRole).roleArn ?? (principal as iam.ArnPrincipal).arn;
  const role = cfnRoleOf(roleArn);
  const arn = role ? literalRoleArn(role) : constantly(spelledOut(scope, roleArn) ?? roleArn);
  if (!arn) {
    throw new PropsError(scope, [
      "'grantee' must be a role whose name is known at synth, in a stack that names its account: give it a 'roleName' and the stack an 'env'",
    ]);
  }
  const problems = checkRoleArns('grantee', [arn()], 'required', { partition: partitionOf(scope) });
  if (problems.length > 0) throw new PropsError(scope, problems);
  return { principal, reference: roleArn, arn, account: accountOf(scope, principal, arn()) };
}

const constantly = (value: string) => () => value;

function accountOf(scope: Construct, principal: iam.IPrincipal, arn: string): string {
  const named = parseArn(arn)?.account || principal.principalAccount;
  return named && isKnown(named) ? named : Stack.of(scope).account;
}

/** Why a principal can't be granted anything here, and what to do instead. */
function problemOf(principal: iam.IPrincipal): string | undefined {
  if (principal instanceof iam.UnknownPrincipal) {
    return "'grantee' must be a role that is known: import the function with 'fromFunctionAttributes' and its role";
  }
  if (principal instanceof iam.CompositePrincipal) return "'grantee' must be one role: grant each of several by itself";
  const { conditions, principalJson } = principal.policyFragment;
  if (principalJson.Service) {
    return "'grantee' must be a role: for a service use 'allowTopic', 'allowBucket' or 'allowRule'";
  }
  if (Object.keys(conditions).length > 0) {
    return "'grantee' must be a role without conditions of its own: use 'additionalKeyPolicyStatements' for a statement with conditions";
  }
  const [arn = '', ...more]: string[] = [principalJson.AWS ?? []].flat();
  const isRole = 'roleArn' in principal || (principal instanceof iam.ArnPrincipal && !/:(root|user\/.*)$/.test(arn));
  return isRole && arn !== '*' && more.length === 0 && !(principal instanceof iam.AccountPrincipal)
    ? undefined
    : "'grantee' must be a role, no user, group, account or organization: name each role that may do it";
}
