import { changeSetOperations } from './change-set-operations';
import { describeOperations } from './describe-operations';
import { stackOperations } from './stack-operations';
import type { UnknownCall } from '../../gateway/operations';
import { permissionRequired } from '../../gateway/permission';
import { queryService } from '../../gateway/query-protocol';
import type { Service } from '../../gateway/wire';
import type { Cloud } from '../cloud';
import type { Stacks } from '../stacks';

export interface CloudFormationOptions {
  readonly cloud: Cloud;
  readonly stacks: Stacks;
  readonly unknownCall: UnknownCall;
}

/** CloudFormation's API, before the one engine that deploys every stack. */
export function cloudFormation({ cloud, stacks, unknownCall }: CloudFormationOptions): Service {
  const context = { cloud, stacks, requirePermission: permissionRequired(cloud.authorize, cloud.region) };
  return queryService({
    name: 'cloudformation',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    operations: { ...describeOperations(context), ...stackOperations(context), ...changeSetOperations(context) },
    unknownCall,
  });
}
