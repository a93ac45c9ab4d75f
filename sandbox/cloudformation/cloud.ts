import type { CloudFormationEvents } from './progress';
import type { Roles } from '../iam/roles';
import type { EventSourceMapping } from '../lambda/event-source-mapping';
import type { LambdaFunction } from '../lambda/function';
import type { LambdaHost } from '../lambda/lambda-host';
import type { Monitoring } from '../monitoring/monitoring';
import type { AssetStore } from '../s3/asset-store';
import type { BucketNotifications } from '../s3/bucket-notifications';
import type { Buckets } from '../s3/buckets';
import type { ResponseUrls } from '../s3/response-urls';
import type { StateMachine } from '../step-functions/state-machine';

/**
 * The account that stacks are deployed into: what it is made of, and what exists in it beside queues, tables and keys.
 */
export interface Cloud extends LambdaHost {
  readonly roles: Roles;
  readonly functions: Map<string, LambdaFunction>;
  readonly mappings: Map<string, EventSourceMapping>;
  /** What watches the account. */
  readonly monitoring: Monitoring;
  /** The code that functions are made of. */
  readonly assets: AssetStore;
  readonly buckets: Buckets;
  /** What buckets say to queues. */
  readonly notifications: BucketNotifications;
  /** Where custom resources send their answers. */
  readonly responses: ResponseUrls;
  readonly stateMachines: Map<string, StateMachine>;
  /** SSM parameters by name. */
  readonly parameters: Map<string, string>;
  /** Told of each resource as it is done. */
  readonly progress?: CloudFormationEvents;
}

/** The role as which CDK lets CloudFormation create resources. */
export const executionRoleArn = (account: string, region: string): string =>
  `arn:aws:iam::${account}:role/cdk-hnb659fds-cfn-exec-role-${account}-${region}`;
