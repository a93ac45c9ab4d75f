import { ACTIONS, type Alarm, type AlarmHistoryItem, type AlarmKind } from './alarm';
import { renderNotification, type AlarmPlace } from './alarm-notification';
import type { AlarmState } from './alarm-window';
import { holds } from './composite-rule';
import { evaluateMetricAlarm, requireMetricAlarm } from './metric-alarm';
import type { MetricStore } from './metric-store';
import type { Fields } from '../gateway/operations';

/** Does what an action of an alarm says. @throws if that fails */
export type AlarmAction = (action: string, alarm: Alarm, subject: string, message: string) => Promise<void>;

export interface AlarmsOptions extends AlarmPlace {
  readonly now: () => number;
  readonly metrics: MetricStore;
  readonly act: AlarmAction;
}

/** Composite alarms may be about composite alarms, so deep and no deeper. */
const DEEPEST_COMPOSITION = 10;

/** Every alarm of the account. Nothing in it runs by itself: somebody evaluates them, each minute. */
export class Alarms {
  public readonly history: AlarmHistoryItem[] = [];
  private readonly byName = new Map<string, Alarm>();
  /** Actions that are being taken. */
  private readonly acting = new Set<Promise<void>>();

  public constructor(private readonly options: AlarmsOptions) {}

  public get all(): readonly Alarm[] {
    return [...this.byName.values()];
  }

  /** An alarm by its name or its ARN. */
  public find(alarm: string): Alarm | undefined {
    return this.byName.get(alarm.replace(/^arn:aws:cloudwatch:[^:]*:\d+:alarm:/, ''));
  }

  /** Makes an alarm, or changes one, which keeps its state. @throws if it can't be evaluated */
  public put(kind: AlarmKind, properties: Fields): Alarm {
    const name = String(properties.AlarmName);
    if (kind === 'metric') requireMetricAlarm(properties);
    else this.ruleHolds(properties);
    const { account, region, now } = this.options;
    const at = now();
    const former = this.byName.get(name);
    const alarm: Alarm = former ?? {
      name,
      arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
      kind,
      properties,
      configuredAt: at,
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      updatedAt: at,
      transitionedAt: at,
    };
    if (alarm.kind !== kind) throw new Error(`there is another kind of alarm of this name [${name}]`);
    Object.assign(alarm, { properties, configuredAt: at });
    this.byName.set(name, alarm);
    this.note(alarm, 'ConfigurationUpdate', `Alarm "${name}" ${former === undefined ? 'created' : 'updated'}`);
    return alarm;
  }

  public delete(name: string): void {
    this.byName.delete(name);
  }

  /** Brings the state of each alarm up to date, and waits for what they tell. */
  public async evaluate(): Promise<void> {
    const { metrics, now } = this.options;
    for (const alarm of this.all.filter(({ kind }) => kind === 'metric')) {
      const evaluation = evaluateMetricAlarm(metrics, alarm.properties, now());
      if (evaluation !== undefined) this.become(alarm, evaluation.state, evaluation.reason);
    }
    this.compose();
    await Promise.all(this.acting);
  }

  /** Sets a state until the next evaluation; composite alarms take note at once. */
  public async setState(alarm: Alarm, state: AlarmState, reason: string): Promise<void> {
    this.become(alarm, state, reason);
    this.compose();
    await Promise.all(this.acting);
  }

  private compose(): void {
    const composites = this.all.filter(({ kind }) => kind === 'composite');
    for (let round = 0; round < DEEPEST_COMPOSITION; round += 1) {
      const changed = composites.filter(alarm => {
        const state = this.ruleHolds(alarm.properties) ? 'ALARM' : 'OK';
        const reason = `${alarm.arn} transitioned to ${state}: ${alarm.properties.AlarmRule}`;
        return this.become(alarm, state, reason);
      });
      if (changed.length === 0) return;
    }
    throw new Error('composite alarms that never come to rest: they are about one another');
  }

  private ruleHolds({ AlarmRule, AlarmName }: Fields): boolean {
    return holds(String(AlarmRule), alarm => {
      const found = this.find(alarm);
      if (found === undefined) throw new Error(`there is no alarm '${alarm}' [${AlarmName}]`);
      return found.state;
    });
  }

  /** @returns whether it was in another state */
  private become(alarm: Alarm, state: AlarmState, reason: string): boolean {
    const { state: former } = alarm;
    const at = this.options.now();
    if (former === state) {
      Object.assign(alarm, { updatedAt: at });
      return false;
    }
    Object.assign(alarm, { state, reason, updatedAt: at, transitionedAt: at });
    this.note(alarm, 'StateUpdate', `Alarm updated from ${former} to ${state}`);
    if (alarm.properties.ActionsEnabled === false) return true;
    const { subject, message } = renderNotification(alarm, former, this.options);
    for (const action of (alarm.properties[ACTIONS[state]] ?? []) as string[]) {
      const acting = this.options.act(action, alarm, subject, message).then(
        () => this.note(alarm, 'Action', `Successfully executed action ${action}`),
        (error: Error) =>
          this.note(alarm, 'Action', `Failed to execute action ${action}. Received error: "${error.message}"`),
      );
      this.acting.add(acting);
      void acting.finally(() => this.acting.delete(acting));
    }
    return true;
  }

  private note({ name, kind }: Alarm, type: AlarmHistoryItem['type'], summary: string): void {
    this.history.push({ alarm: name, kind, at: this.options.now(), type, summary });
  }
}
