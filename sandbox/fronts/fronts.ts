import { cloudTrail } from './cloudtrail';
import { cloudWatch } from './cloudwatch/cloudwatch';
import { events } from './events';
import { iam } from './iam';
import { lambda } from './lambda';
import { logs } from './logs';
import { s3 } from './s3';
import { sns } from './sns';
import { ssm } from './ssm';
import { stepFunctions } from './step-functions';
import { sts } from './sts';
import { cloudFormation } from '../cloudformation/api/cloudformation';
import type { Cloud } from '../cloudformation/cloud';
import type { Stacks } from '../cloudformation/stacks';
import { PRESIGNED, type Gateway } from '../gateway/gateway';
import type { UnknownCall } from '../gateway/operations';

export interface FrontsOptions {
  readonly cloud: Cloud;
  readonly stacks: Stacks;
  readonly serve: Gateway['serve'];
  readonly unknownCall: UnknownCall;
}

/** Lets clients at the services that have no emulator behind them. */
export function serveFronts({ cloud, stacks, serve, unknownCall }: FrontsOptions): void {
  serve('cloudformation', cloudFormation({ cloud, stacks, unknownCall }));
  serve('cloudtrail', cloudTrail(cloud, unknownCall));
  serve('events', events(cloud, unknownCall));
  serve('iam', iam(cloud, unknownCall));
  serve('lambda', lambda(cloud, unknownCall));
  serve('logs', logs(cloud, unknownCall));
  serve('monitoring', cloudWatch(cloud, unknownCall));
  serve('s3', s3(cloud, unknownCall));
  serve('sns', sns(cloud, unknownCall));
  serve('ssm', ssm(cloud, unknownCall));
  serve('states', stepFunctions(cloud, unknownCall));
  serve('sts', sts(cloud, unknownCall));
  serve(PRESIGNED, cloud.responses.answer);
}
