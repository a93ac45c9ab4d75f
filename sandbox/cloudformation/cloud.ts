import type { AssetStore } from './asset-store';
import type { CloudFormationEvents } from './progress';
import type { Roles } from '../iam/roles';
import type { EventSourceMapping } from '../lambda/event-source-mapping';
import type { LambdaFunction } from '../lambda/function';
import type { LambdaHost } from '../lambda/lambda-host';

/**
 * The account that stacks are deployed into: what it is made of, and what exists in it beside queues, tables and keys.
 */
export interface Cloud extends LambdaHost {
  readonly roles: Roles;
  readonly functions: Map<string, LambdaFunction>;
  readonly mappings: Map<string, EventSourceMapping>;
  /** The code that functions are made of. */
  readonly assets: AssetStore;
  /** What is in the buckets, by `bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /** SSM parameters by name. */
  readonly parameters: Map<string, string>;
  /** Told of each resource as it is done. */
  readonly progress?: CloudFormationEvents;
}

/** The role as which CDK lets CloudFormation create resources. */
export const executionRoleArn = (account: string, region: string): string =>
  `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
