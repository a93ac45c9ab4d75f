import { parseFilterPattern, type LineFilter } from './filter-pattern';
import type { Cloud } from '../cloudformation/cloud';
import { jsonService } from '../gateway/json-protocol';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';

/** So many lines come with one answer, unless somebody asks for fewer. */
const MOST_EVENTS = 10_000;

/** CloudWatch Logs, to read, and to delete a log group. */
export function logs({ account, region, logs: groups, authorize }: Cloud, unknownCall: UnknownCall): Service {
  const requirePermission = permissionRequired(authorize, region, 'AccessDeniedException');
  const arnOf = (group: string): string => `arn:aws:logs:${region}:${account}:log-group:${group}`;
  return jsonService({
    name: 'logs',
    unknownCall,
    operations: {
      DescribeLogGroups: async ({ logGroupNamePrefix: prefix = '' }, { caller }) => {
        await requirePermission(caller, 'logs:DescribeLogGroups', arnOf('*'));
        const names = groups.names.filter(name => name.startsWith(String(prefix)));
        const rendered = names.map(logGroupName => ({
          logGroupName,
          arn: `${arnOf(logGroupName)}:*`,
          logGroupArn: arnOf(logGroupName),
          retentionInDays: groups.retention.get(logGroupName),
        }));
        return { logGroups: rendered };
      },
      DeleteLogGroup: async ({ logGroupName }, { caller }) => {
        await requirePermission(caller, 'logs:DeleteLogGroup', `${arnOf(String(logGroupName))}:*`);
        groups.removeGroup(String(logGroupName));
      },
      FilterLogEvents: async (input: Fields, { caller }) => {
        const group = String(input.logGroupName ?? String(input.logGroupIdentifier).split(':log-group:').at(-1));
        await requirePermission(caller, 'logs:FilterLogEvents', `${arnOf(group)}:*`);
        if (!groups.names.includes(group)) {
          throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
        }
        const { startTime = 0, endTime = Infinity, filterPattern = '', limit = MOST_EVENTS, nextToken = '0' } = input;
        const isWanted = requireFilter(String(filterPattern));
        const found = groups.eventsOf(group).flatMap(({ time, stream, message }, index) => {
          const timestamp = time.getTime();
          const isInTime = timestamp >= Number(startTime) && timestamp < Number(endTime);
          if (!isInTime || !isWanted(message)) return [];
          return [{ eventId: String(index), logStreamName: stream, timestamp, ingestionTime: timestamp, message }];
        });
        const end = Number(nextToken) + Number(limit);
        return {
          events: found.slice(Number(nextToken), end),
          searchedLogStreams: [],
          nextToken: end < found.length ? String(end) : undefined,
        };
      },
    },
  });
}

/** @throws ServiceError if it is a pattern that the sandbox does not know */
function requireFilter(pattern: string): LineFilter {
  const filter = parseFilterPattern(pattern);
  if (filter !== undefined) return filter;
  throw new ServiceError('InvalidParameterException', `the sandbox does not know such filter patterns, got ${pattern}`);
}
