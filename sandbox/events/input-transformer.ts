import type { Fields } from '../gateway/operations';

export interface InputTransformer {
  readonly InputPathsMap?: Readonly<Record<string, string>>;
  readonly InputTemplate: string;
}

/** Variables that every template has. */
export interface Predefined {
  readonly ruleArn: string;
  readonly ruleName: string;
  readonly ingestionTime: string;
}

/**
 * What a target gets instead of the event. A path that leads nowhere makes no variable, and nothing stands where it
 * would have been.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transform(
  { InputPathsMap = {}, InputTemplate }: InputTransformer,
  event: Fields,
  its: Predefined,
): string {
  const { detail, ...envelope } = event;
  const variables: Fields = {
    'aws.events.rule-arn': its.ruleArn,
    'aws.events.rule-name': its.ruleName,
    'aws.events.event.ingestion-time': its.ingestionTime,
    'aws.events.event': envelope,
    'aws.events.event.json': event,
  };
  for (const [name, path] of Object.entries(InputPathsMap)) variables[name] = valueAt(event, path);
  return fill(InputTemplate, name =>
    Object.hasOwn(variables, name) ? { value: variables[name] as unknown } : undefined,
  );
}

/** What a path of an event leads to; `undefined` if that is nothing. */
export function valueAt(event: unknown, path: string): unknown {
  const steps = path.match(/[^.[\]$'"]+|\*/g) ?? [];
  let at: unknown[] = [event];
  let isMany = false;
  for (const step of steps) {
    isMany ||= step === '*';
    at = at.flatMap(value => {
      if (typeof value !== 'object' || value === null) return [];
      if (step === '*') return Object.values(value) as unknown[];
      return Object.hasOwn(value, step) ? [(value as Fields)[step] as unknown] : [];
    });
  }
  return isMany ? (at.length === 0 ? undefined : at) : at[0];
}

/** A name that is no variable stays as it is written. */
function fill(template: string, variable: (name: string) => { readonly value: unknown } | undefined): string {
  let isQuoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/g, (found: string, name: string | undefined) => {
    if (found === '"') isQuoted = !isQuoted;
    const known = name === undefined ? undefined : variable(name);
    return known === undefined ? found : render(known.value, isQuoted);
  });
}

/** Within quotation marks, a text stands without its own; elsewhere a value is JSON. */
function render(value: unknown, isQuoted: boolean): string {
  if (value === undefined) return '';
  if (!isQuoted) return JSON.stringify(value);
  return typeof value === 'string'
    ? JSON.stringify(value).slice(1, -1)
    : JSON.stringify(JSON.stringify(value)).slice(1, -1);
}
