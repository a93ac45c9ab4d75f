import { validated, withFlags } from './inputs';
import type { Cloud } from '../../cloudformation/cloud';
import type { Alarm, AlarmKind } from '../../cloudwatch/alarm';
import type { AlarmState } from '../../cloudwatch/alarm-window';
import type { Fields, ServiceOperations } from '../../gateway/operations';
import type { RequirePermission } from '../../gateway/permission';
import { listIn } from '../../gateway/query-protocol';
import { ServiceError } from '../../gateway/service-error';

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/** Looking at alarms, and changing them. */
export function alarmOperations(
  { account, region, monitoring }: Cloud,
  requirePermission: RequirePermission,
): ServiceOperations {
  const { alarms } = monitoring;
  const arnOf = (name: string): string => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
  const put = async (kind: AlarmKind, action: string, given: Fields, caller: Parameters<RequirePermission>[0]) => {
    const input = withFlags(given) as Fields;
    await requirePermission(caller, `cloudwatch:${action}`, arnOf(String(input.AlarmName)));
    validated(() => alarms.put(kind, input));
  };
  const enable =
    (isEnabled: boolean) =>
    async (input: Fields, { caller }: { caller: Parameters<RequirePermission>[0] }) => {
      for (const name of listIn<string>(input.AlarmNames)) {
        await requirePermission(caller, `cloudwatch:${isEnabled ? 'Enable' : 'Disable'}AlarmActions`, arnOf(name));
        const alarm = alarms.find(name);
        if (alarm !== undefined) alarm.properties = { ...alarm.properties, ActionsEnabled: isEnabled };
      }
    };
  return {
    DescribeAlarms: async (input, { caller }) => {
      await requirePermission(caller, 'cloudwatch:DescribeAlarms', arnOf('*'));
      const { AlarmNamePrefix, StateValue } = input;
      const names = listIn<string>(input.AlarmNames);
      const types = listIn<string>(input.AlarmTypes);
      const found = alarms.all.filter(
        ({ name, state }) =>
          (names.length === 0 || names.includes(name)) &&
          (AlarmNamePrefix === undefined || name.startsWith(String(AlarmNamePrefix))) &&
          (StateValue === undefined || state === StateValue),
      );
      const of = (kind: AlarmKind) => found.filter(alarm => alarm.kind === kind).map(render);
      return {
        MetricAlarms: types.length === 0 || types.includes('MetricAlarm') ? of('metric') : [],
        CompositeAlarms: types.includes('CompositeAlarm') ? of('composite') : [], // only for those who ask
      };
    },

    DescribeAlarmHistory: async (input, { caller }) => {
      await requirePermission(caller, 'cloudwatch:DescribeAlarmHistory', arnOf(String(input.AlarmName ?? '*')));
      const { AlarmName, HistoryItemType } = input;
      const found = alarms.history.filter(
        ({ alarm, type }) => (AlarmName ?? alarm) === alarm && (HistoryItemType ?? type) === type,
      );
      const items = found.map(({ alarm, kind, at, type, summary }) => ({
        AlarmName: alarm,
        AlarmType: kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
        Timestamp: new Date(at),
        HistoryItemType: type,
        HistorySummary: summary,
      }));
      return { AlarmHistoryItems: input.ScanBy === 'TimestampAscending' ? items : items.reverse() };
    },

    PutMetricAlarm: async (input, { caller }) => put('metric', 'PutMetricAlarm', input, caller),
    PutCompositeAlarm: async (input, { caller }) => put('composite', 'PutCompositeAlarm', input, caller),

    DeleteAlarms: async (input, { caller }) => {
      for (const name of listIn<string>(input.AlarmNames)) {
        await requirePermission(caller, 'cloudwatch:DeleteAlarms', arnOf(name));
        alarms.delete(name);
      }
    },

    SetAlarmState: async ({ AlarmName, StateValue, StateReason }, { caller }) => {
      await requirePermission(caller, 'cloudwatch:SetAlarmState', arnOf(String(AlarmName)));
      const alarm = alarms.find(String(AlarmName));
      if (alarm === undefined) throw new ServiceError('ResourceNotFound', `Unknown alarm ${AlarmName}`, 404);
      if (!STATES.includes(String(StateValue))) {
        throw new ServiceError('ValidationError', `unknown StateValue ${StateValue}`);
      }
      await alarms.setState(alarm, StateValue as AlarmState, String(StateReason));
    },

    EnableAlarmActions: enable(true),
    DisableAlarmActions: enable(false),
  };
}

const render = ({ name, arn, properties, configuredAt, state, reason, updatedAt, transitionedAt }: Alarm): Fields => ({
  ...properties,
  AlarmName: name,
  AlarmArn: arn,
  ActionsEnabled: properties.ActionsEnabled ?? true,
  OKActions: properties.OKActions ?? [],
  AlarmActions: properties.AlarmActions ?? [],
  InsufficientDataActions: properties.InsufficientDataActions ?? [],
  AlarmConfigurationUpdatedTimestamp: new Date(configuredAt),
  StateValue: state,
  StateReason: reason,
  StateUpdatedTimestamp: new Date(updatedAt),
  StateTransitionedTimestamp: new Date(transitionedAt),
});
