import { randomUUID } from 'node:crypto';
import { transform, valueAt, type InputTransformer } from './input-transformer';
import { matchesPattern, problemOfPattern } from './pattern';
import type { Measure } from '../cloudwatch/metric';
import type { Fields } from '../gateway/operations';

export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly Input?: string;
  readonly InputPath?: string;
  readonly InputTransformer?: InputTransformer;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  description?: string;
  /** As text, the way it was put. */
  pattern?: string;
  state: string;
  readonly targets: Map<string, Target>;
}

/** What a service tells: EventBridge adds the rest of the envelope. */
export interface Told {
  readonly source: string;
  readonly 'detail-type': string;
  readonly resources?: readonly string[];
  readonly detail: Fields;
}

/** Brings an event to a target of a rule. @throws if the target does not take it */
export type Invoke = (target: string, input: string, ruleArn: string) => Promise<void>;

export interface EventBusOptions {
  readonly account: string;
  readonly region: string;
  readonly now: () => number;
  readonly measure: Measure;
  readonly invoke: Invoke;
}

const WITH_READS = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

/** The default event bus of the account with its rules. */
export class EventBus {
  /** Every event that came, oldest first. */
  public readonly events: Fields[] = [];
  private readonly byName = new Map<string, Rule>();
  private readonly delivering = new Set<Promise<void>>();

  public constructor(private readonly options: EventBusOptions) {}

  public get rules(): readonly Rule[] {
    return [...this.byName.values()];
  }

  /** A rule by its name or its ARN. */
  public find(rule: string): Rule | undefined {
    return this.byName.get(rule.replace(/^arn:aws:events:[^:]*:\d+:rule\/(?:default\/)?/, ''));
  }

  /** Makes or changes a rule, whose targets stay. @throws if its pattern is none */
  public put(
    name: string,
    { pattern, state = 'ENABLED', description }: Partial<Pick<Rule, 'pattern' | 'state' | 'description'>>,
  ): Rule {
    const problem = pattern === undefined ? undefined : problemOfPattern(parsed(pattern));
    if (problem !== undefined) throw new Error(problem);
    const { account, region } = this.options;
    const arn = `arn:aws:events:${region}:${account}:rule/${name}`;
    const rule = this.byName.get(name) ?? { name, arn, state, targets: new Map<string, Target>() };
    Object.assign(rule, { pattern, state, description });
    this.byName.set(name, rule);
    return rule;
  }

  public delete(name: string): void {
    this.byName.delete(name);
  }

  /** Takes an event, and tells the targets of each rule that it matches. */
  public emit({ source, detail, resources = [], ...told }: Told): Fields {
    const { account, region, now } = this.options;
    const event: Fields = {
      version: '0',
      id: randomUUID(),
      'detail-type': told['detail-type'],
      source,
      account,
      time: new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      region,
      resources,
      detail,
    };
    this.events.push(event);
    for (const rule of this.rules.filter(one => isAbout(one, event))) {
      this.count(rule, 'TriggeredRules');
      for (const target of rule.targets.values()) {
        const delivering = this.deliver(rule, target, event);
        this.delivering.add(delivering);
        void delivering.finally(() => this.delivering.delete(delivering));
      }
    }
    return event;
  }

  /** Waits until every target has been told of what came so far. */
  public async settled(): Promise<void> {
    while (this.delivering.size > 0) await Promise.all(this.delivering);
  }

  private async deliver(rule: Rule, target: Target, event: Fields): Promise<void> {
    this.count(rule, 'Invocations');
    try {
      await this.options.invoke(target.Arn, this.inputOf(rule, target, event), rule.arn);
    } catch {
      this.count(rule, 'FailedInvocations'); // a refusal is not tried again
    }
  }

  private inputOf(rule: Rule, { Input, InputPath, InputTransformer: transformer }: Target, event: Fields): string {
    if (Input !== undefined) return Input;
    if (InputPath !== undefined) return JSON.stringify(valueAt(event, InputPath) ?? null);
    if (transformer === undefined) return JSON.stringify(event);
    return transform(transformer, event, { ruleArn: rule.arn, ruleName: rule.name, ingestionTime: String(event.time) });
  }

  /** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
  private count({ name: RuleName }: Rule, name: string): void {
    this.options.measure({ namespace: 'AWS/Events', name, dimensions: { RuleName }, values: [1], unit: 'Count' });
  }
}

/** An enabled rule leaves out what CloudTrail says of calls that describe, get or list, unless it asks for them. */
function isAbout({ state, pattern }: Rule, event: Fields): boolean {
  if (state === 'DISABLED' || pattern === undefined || !matchesPattern(parsed(pattern) as Fields, event)) return false;
  const { readOnly, eventName } = event.detail as Fields;
  const isRead = event['detail-type'] === 'AWS API Call via CloudTrail' && readOnly === true;
  return state === WITH_READS || !isRead || !/^(Describe|Get|List)/.test(String(eventName));
}

function parsed(pattern: string): unknown {
  try {
    return JSON.parse(pattern);
  } catch {
    return undefined;
  }
}
