import type { Cloud } from '../cloudformation/cloud';
import { jsonService } from '../gateway/json-protocol';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';

/** CloudWatch Logs, to read. */
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
        return { logGroups: names.map(logGroupName => ({ logGroupName, arn: `${arnOf(logGroupName)}:*` })) };
      },
      FilterLogEvents: async (input: Fields, { caller }) => {
        const group = String(input.logGroupName ?? String(input.logGroupIdentifier).split(':log-group:').at(-1));
        await requirePermission(caller, 'logs:FilterLogEvents', `${arnOf(group)}:*`);
        if (!groups.names.includes(group)) {
          throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
        }
        const { startTime = 0, endTime = Infinity, filterPattern = '' } = input;
        const contains = requirePlain(String(filterPattern));
        const found = groups.eventsOf(group).filter(({ time, message }) => {
          const at = time.getTime();
          return at >= Number(startTime) && at < Number(endTime) && message.includes(contains);
        });
        return {
          events: found.map(({ time, stream, message }, index) => ({
            eventId: String(index),
            logStreamName: stream,
            timestamp: time.getTime(),
            ingestionTime: time.getTime(),
            message,
          })),
          searchedLogStreams: [],
        };
      },
    },
  });
}

/** A pattern that is one term, in quotation marks or without. @throws ServiceError if it is more than that */
function requirePlain(pattern: string): string {
  const [, term] = /^\s*"?([\w./:-]*)"?\s*$/.exec(pattern) ?? [];
  if (term !== undefined) return term;
  throw new ServiceError('InvalidParameterException', `the sandbox knows patterns of one term, got ${pattern}`);
}
