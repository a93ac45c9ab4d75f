import type { Cloud } from '../cloudformation/cloud';
import { jsonService } from '../gateway/json-protocol';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';

/** CloudTrail, to look at the one trail, to switch it, and to change what it records. */
export function cloudTrail(
  { account, region, authorize, monitoring: { trail } }: Cloud,
  unknownCall: UnknownCall,
): Service {
  const requirePermission = permissionRequired(authorize, region, 'AccessDeniedException');
  const arn = `arn:aws:cloudtrail:${region}:${account}:trail/${trail.name}`;
  const requireTrail = (name: unknown): void => {
    if (name === trail.name || name === arn) return;
    throw new ServiceError('TrailNotFoundException', `Unknown trail: ${String(name)} for the user: ${account}`);
  };
  const selectors = (): Fields => ({
    TrailARN: arn,
    EventSelectors: [
      {
        ReadWriteType: trail.readWriteType,
        IncludeManagementEvents: trail.includesManagementEvents,
        DataResources: [],
        ExcludeManagementEventSources: [...trail.excluded],
      },
    ],
  });
  return jsonService({
    name: 'cloudtrail',
    unknownCall,
    operations: {
      DescribeTrails: async ({ trailNameList }, { caller }) => {
        await requirePermission(caller, 'cloudtrail:DescribeTrails', '*');
        const isWanted =
          trailNameList === undefined || (trailNameList as string[]).some(name => [trail.name, arn].includes(name));
        const described = {
          Name: trail.name,
          TrailARN: arn,
          HomeRegion: region,
          S3BucketName: `cloudtrail-${account}`,
          IncludeGlobalServiceEvents: true,
          IsMultiRegionTrail: true,
          IsOrganizationTrail: false,
          LogFileValidationEnabled: true,
          HasCustomEventSelectors: trail.excluded.size > 0,
          HasInsightSelectors: false,
        };
        return { trailList: isWanted ? [described] : [] };
      },
      GetTrailStatus: async ({ Name }, { caller }) => {
        await requirePermission(caller, 'cloudtrail:GetTrailStatus', arn);
        requireTrail(Name);
        return { IsLogging: trail.isLogging, StartLoggingTime: trail.startedAt / 1000 };
      },
      GetEventSelectors: async ({ TrailName }, { caller }) => {
        await requirePermission(caller, 'cloudtrail:GetEventSelectors', arn);
        requireTrail(TrailName);
        return selectors();
      },
      PutEventSelectors: async ({ TrailName, EventSelectors }, { caller }) => {
        await requirePermission(caller, 'cloudtrail:PutEventSelectors', arn);
        requireTrail(TrailName);
        if (EventSelectors === undefined) {
          throw new ServiceError('InvalidEventSelectorsException', 'the sandbox knows basic event selectors alone');
        }
        const [{ ReadWriteType = 'All', IncludeManagementEvents = true, ExcludeManagementEventSources = [] }] =
          EventSelectors as Fields[];
        trail.readWriteType = String(ReadWriteType);
        trail.includesManagementEvents = IncludeManagementEvents === true;
        trail.excluded.clear();
        for (const source of ExcludeManagementEventSources as string[]) trail.excluded.add(source);
        return selectors();
      },
      StartLogging: async ({ Name }, { caller }) => {
        await requirePermission(caller, 'cloudtrail:StartLogging', arn);
        requireTrail(Name);
        trail.isLogging = true;
      },
      StopLogging: async ({ Name }, { caller }) => {
        await requirePermission(caller, 'cloudtrail:StopLogging', arn);
        requireTrail(Name);
        trail.isLogging = false;
      },
    },
  });
}
