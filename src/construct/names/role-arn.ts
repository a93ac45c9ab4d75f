import { Names, Reference, Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { partitionOf } from './partition';
import { spelledOut } from './spelled-out';

/** The role of the app whose ARN a text refers to. */
export function cfnRoleOf(roleArn: string): CfnRole | undefined {
  const target = targetOf(roleArn);
  return target instanceof CfnRole ? target : undefined;
}

/** The construct that a text refers to, where it is a reference and no more. */
export function targetOf(text: string): IConstruct | undefined {
  const [token, ...more] = Token.isUnresolved(text) ? Tokenization.reverseString(text).tokens : [];
  return token && more.length === 0 && Reference.isReference(token) ? token.target : undefined;
}

/**
 * The ARN of a role as a literal, which no stack has to import. A role without a name gets one: only CloudFormation
 * would know the name that it makes up.
 *
 * @returns what says the ARN each time it is asked, since an Aspect may rename the role or move it to another path;
 * nothing where its name or its account is known to the deployment alone
 */
export function literalRoleArn(role: CfnRole): (() => string) | undefined {
  const stack = Stack.of(role);
  if (Token.isUnresolved(stack.account)) return undefined;
  if (stack.resolve(role.roleName) === undefined) role.roleName = nameFor(role);
  const arn = (): string | undefined => {
    const { Path, RoleName } = namingOf(role);
    const [name, path] = [spelledOut(role, RoleName), spelledOut(role, Path)];
    return name && path && `arn:${partitionOf(role)}:iam::${stack.account}:role${path}${name}`;
  };
  const first = arn();
  return first === undefined ? undefined : () => arn() ?? first;
}

/**
 * The name and the path of a role, with Tokens, by property or by override. CDK keeps overrides to itself: a check at
 * the end compares this with the template.
 */
export function namingOf(role: CfnRole): { readonly RoleName?: string; readonly Path: string } {
  const overridden = (role as unknown as { rawOverrides?: { Properties?: object } }).rawOverrides?.Properties;
  return { RoleName: role.roleName, Path: role.path ?? '/', ...overridden };
}

/** Unique in the account: roles are global, so the Region is part of it where it is known. */
function nameFor(role: CfnRole): string {
  const { region } = Stack.of(role);
  const suffix = Token.isUnresolved(region) ? '' : `-${region}`;
  return `${Names.uniqueResourceName(scopeOf(role), { maxLength: 64 - suffix.length, separator: '-' })}${suffix}`;
}

function scopeOf(role: CfnRole): Construct {
  return (role.node.scope ?? role) as Construct;
}
