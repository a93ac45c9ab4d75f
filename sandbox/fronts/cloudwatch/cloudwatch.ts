import { alarmOperations } from './alarm-operations';
import { metricOperations } from './metric-operations';
import type { Cloud } from '../../cloudformation/cloud';
import { cborService } from '../../gateway/cbor-protocol';
import { jsonService } from '../../gateway/json-protocol';
import type { ServiceOperations, UnknownCall } from '../../gateway/operations';
import { permissionRequired } from '../../gateway/permission';
import { queryService } from '../../gateway/query-protocol';
import { ServiceError } from '../../gateway/service-error';
import type { Service } from '../../gateway/wire';

/** CloudWatch, in the three protocols that its clients speak: CBOR of the SDKs, JSON, and forms of older ones. */
export function cloudWatch(cloud: Cloud, unknownCall: UnknownCall): Service {
  const { account, region, authorize, monitoring } = cloud;
  const requirePermission = permissionRequired(authorize, region);
  const arnOf = (dashboard: string): string => `arn:aws:cloudwatch::${account}:dashboard/${dashboard}`;
  const operations: ServiceOperations = {
    ...metricOperations(cloud, requirePermission),
    ...alarmOperations(cloud, requirePermission),
    GetDashboard: async ({ DashboardName }, { caller }) => {
      const name = String(DashboardName);
      await requirePermission(caller, 'cloudwatch:GetDashboard', arnOf(name));
      const body = monitoring.dashboards.find(name);
      if (body === undefined) throw new ServiceError('ResourceNotFound', `Dashboard ${name} does not exist`, 404);
      return { DashboardArn: arnOf(name), DashboardName: name, DashboardBody: body };
    },
    ListDashboards: async (_, { caller }) => {
      await requirePermission(caller, 'cloudwatch:ListDashboards', '*');
      const entries = monitoring.dashboards.names.map(name => ({ DashboardName: name, DashboardArn: arnOf(name) }));
      return { DashboardEntries: entries };
    },
  };
  const name = 'monitoring';
  const byCbor = cborService({ name, operations, unknownCall });
  const byJson = jsonService({ name, operations, unknownCall });
  const byQuery = queryService({
    name,
    namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
    operations,
    unknownCall,
  });
  return async request => {
    if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return byCbor(request);
    return 'x-amz-target' in request.headers ? byJson(request) : byQuery(request);
  };
}
