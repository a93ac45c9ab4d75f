import type { Cloud } from '../cloudformation/cloud';
import type { Rule, Target, Told } from '../events/event-bus';
import { matchesPattern, problemOfPattern } from '../events/pattern';
import { jsonService } from '../gateway/json-protocol';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service, WireRequest } from '../gateway/wire';

/** EventBridge: the default bus with its rules. */
export function events({ account, region, authorize, monitoring: { bus } }: Cloud, unknownCall: UnknownCall): Service {
  const requirePermission = permissionRequired(authorize, region, 'AccessDeniedException');
  const place = `arn:aws:events:${region}:${account}`;
  const allowed = async ({ caller }: WireRequest, action: string, name: unknown): Promise<string> => {
    await requirePermission(caller, `events:${action}`, `${place}:rule/${String(name)}`);
    return String(name);
  };
  const require = (name: string): Rule => {
    const rule = bus.find(name);
    if (rule !== undefined) return rule;
    throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
  };
  return jsonService({
    name: 'events',
    unknownCall,
    operations: {
      PutRule: async (input, request) => {
        const name = await allowed(request, 'PutRule', input.Name);
        const { EventPattern: pattern, State: state, Description: description } = input;
        requirePattern(pattern);
        return { RuleArn: bus.put(name, { pattern, state, description }).arn };
      },
      PutTargets: async (input, request) => {
        const { targets } = require(await allowed(request, 'PutTargets', input.Rule));
        for (const target of input.Targets as Target[]) targets.set(target.Id, target);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
      RemoveTargets: async (input, request) => {
        const { targets } = require(await allowed(request, 'RemoveTargets', input.Rule));
        for (const id of input.Ids as string[]) targets.delete(id);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
      DeleteRule: async (input, request) => {
        const name = await allowed(request, 'DeleteRule', input.Name);
        if ((bus.find(name)?.targets.size ?? 0) > 0) {
          throw new ServiceError('ValidationException', "Rule can't be deleted since it has targets.");
        }
        bus.delete(name);
      },
      EnableRule: async (input, request) => {
        require(await allowed(request, 'EnableRule', input.Name)).state = 'ENABLED';
      },
      DisableRule: async (input, request) => {
        require(await allowed(request, 'DisableRule', input.Name)).state = 'DISABLED';
      },
      DescribeRule: async (input, request) => render(require(await allowed(request, 'DescribeRule', input.Name))),
      ListRules: async ({ NamePrefix = '' }, request) => {
        await allowed(request, 'ListRules', '*');
        return { Rules: bus.rules.filter(({ name }) => name.startsWith(String(NamePrefix))).map(render) };
      },
      ListTargetsByRule: async (input, request) => {
        const { targets } = require(await allowed(request, 'ListTargetsByRule', input.Rule));
        return { Targets: [...targets.values()] };
      },
      TestEventPattern: async ({ EventPattern, Event }, { caller }) => {
        await requirePermission(caller, 'events:TestEventPattern', '*');
        const pattern = requirePattern(EventPattern)!;
        return { Result: matchesPattern(pattern, JSON.parse(String(Event))) };
      },
      PutEvents: async ({ Entries }, { caller }) => {
        await requirePermission(caller, 'events:PutEvents', `${place}:event-bus/default`);
        const told = (Entries as Fields[]).map(({ Source, DetailType, Resources, Detail }): Told => ({
          source: String(Source),
          'detail-type': String(DetailType),
          resources: Resources as string[] | undefined,
          detail: JSON.parse(String(Detail)) as Fields,
        }));
        const entries = told.map(one => ({ EventId: bus.emit(one).id as string }));
        await bus.settled();
        return { FailedEntryCount: 0, Entries: entries };
      },
    },
  });
}

/** @throws ServiceError in the words of EventBridge, if it is none */
function requirePattern(pattern: unknown): Fields | undefined {
  if (pattern === undefined) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(String(pattern));
  } catch {
    throw new ServiceError('InvalidEventPatternException', 'Event pattern is not valid. Reason: it is no JSON');
  }
  const problem = problemOfPattern(parsed);
  if (problem !== undefined) throw new ServiceError('InvalidEventPatternException', problem);
  return parsed as Fields;
}

const render = ({ name, arn, pattern, state, description }: Rule): Fields => ({
  Name: name,
  Arn: arn,
  EventPattern: pattern,
  State: state,
  Description: description,
  EventBusName: 'default',
});
