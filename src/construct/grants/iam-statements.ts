import { type CfnResource, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Statement } from '../../key-policy/statement';
import type { FinalApp } from '../final/final-app';

/** An allow of IAM that the app writes about a queue, a table or a key, and who holds it. */
export interface HeldStatement {
  readonly path: string;
  readonly statement: Statement;
  /** The resources it is about, as they stand in the template. */
  readonly about: string;
  readonly stack: Stack;
  /** The roles; nothing for one that only the deployment knows. */
  readonly holders: readonly (Holder | undefined)[];
}

/** A role of the app, or one that it names. */
export interface Holder {
  readonly role?: CfnRole;
  readonly name?: string;
}

/**
 * The statements of all IAM policies of an app that may be about a queue, a table or a key. Found once for each
 * synthesis.
 */
export function iamStatementsOf(app: FinalApp): readonly HeldStatement[] {
  const known = found.get(app) ?? app.resources.flatMap(resource => statementsOf(app, resource));
  found.set(app, known);
  return known;
}

const found = new WeakMap<FinalApp, readonly HeldStatement[]>();

const POLICY = /^AWS::IAM::(ManagedPolicy|Policy|Role|RolePolicy)$/;

function statementsOf(app: FinalApp, resource: CfnResource): HeldStatement[] {
  if (!POLICY.test(resource.cfnResourceType)) return [];
  const { PolicyDocument, Policies = [] } = (app.declarationOf(resource).Properties ?? {}) as Properties;
  const documents = [PolicyDocument, ...Policies.map(policy => policy.PolicyDocument)];
  return documents
    .flatMap(document => [document?.Statement ?? []].flat())
    .filter(({ Effect, Resource }) => Effect === 'Allow' && Resource !== undefined && Resource !== '*')
    .filter(({ Action = '*' }) => [Action].flat().some(action => /^(sqs|dynamodb|kms|\*)/i.test(action)))
    .map(statement => ({
      path: resource.node.path,
      statement,
      about: JSON.stringify(statement.Resource),
      stack: Stack.of(resource),
      holders: holdersOf(app, resource),
    }));
}

function holdersOf(app: FinalApp, policy: CfnResource): HeldStatement['holders'] {
  if (policy instanceof CfnRole) return [holder(app, policy)];
  const stack = Stack.of(policy);
  const { RoleName, Roles = [RoleName] } = (app.declarationOf(policy).Properties ?? {}) as Properties;
  const roles = app.resources.filter((other): other is CfnRole => other instanceof CfnRole && other.stack === stack);
  const isOf = (role: CfnRole, reference: unknown) =>
    (reference as { Ref?: string } | undefined)?.Ref === stack.resolve(role.logicalId);
  const named = Roles.filter(reference => reference !== undefined).map(reference =>
    typeof reference === 'string'
      ? { name: reference }
      : holder(
          app,
          roles.find(role => isOf(role, reference)),
        ),
  );
  const ref = JSON.stringify({ Ref: stack.resolve(policy.logicalId) as string });
  const attaching = roles.filter(role =>
    JSON.stringify(app.declarationOf(role).Properties?.ManagedPolicyArns ?? []).includes(ref),
  );
  return [...named, ...attaching.map(role => holder(app, role))];
}

function holder(app: FinalApp, role: CfnRole | undefined): Holder | undefined {
  const name = role && app.declarationOf(role).Properties?.RoleName;
  const isKnown = name === undefined || typeof name === 'string';
  return role && isKnown ? { role, name } : undefined;
}

interface Properties {
  readonly PolicyDocument?: Document;
  readonly Policies?: readonly { readonly PolicyDocument?: Document }[];
  readonly Roles?: readonly unknown[];
  readonly RoleName?: unknown;
}

interface Document {
  readonly Statement?: Statement | Statement[];
}
