import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, REGION, REQUIRED } from '../../support/orders';

export const ENV = { account: ACCOUNT, region: REGION };
export const LAMBDA = new iam.ServicePrincipal('lambda.amazonaws.com');

export interface Ground {
  readonly orders: EncryptedQueueToTable;
  readonly own: Stack;
  readonly other: Stack;
}

/** Writes statements of IAM by hand, in a role or a policy of this id. */
export type Write = (ground: Ground, id: string) => unknown;

/** The warnings of an app in which somebody does so. */
export function warningsOf(
  writes: readonly (readonly [id: string, write: Write, ...rest: unknown[]])[],
  props = {},
): string[] {
  const app = new App();
  const own = new Stack(app, 'Own', { env: ENV });
  const orders = new EncryptedQueueToTable(own, 'Orders', { ...REQUIRED, ...props });
  const ground = { orders, own, other: new Stack(app, 'Other', { env: ENV }) };
  for (const [id, write] of writes) write(ground, id);
  return Annotations.fromStack(own)
    .findWarning('/Own/Orders', Match.stringLikeRegexp('must not allow'))
    .map(({ entry }) => (entry.data as string).replace(/ \[ack: .*$/, ''));
}

export const allow = (actions: string[], ...resources: string[]) => new iam.PolicyStatement({ actions, resources });
export const newRole = (stack: Stack, id: string) => new iam.Role(stack, id, { assumedBy: LAMBDA });
export const add = (stack: Stack, id: string, statement: iam.PolicyStatement) =>
  newRole(stack, id).addToPolicy(statement);
