import type { Clock } from './clock/clock';
import { randomFrom } from './faults/random';
import type { ServiceFault, ServiceFaults } from './faults/service-faults';
import type { EventSourceMapping } from './lambda/event-source-mapping';
import type { LambdaFunction } from './lambda/function';

/** What an outage is about: a sandbox, or as much of one as is needed. */
export interface Afflicted {
  readonly clock: Clock;
  readonly faults: ServiceFaults;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly mappings: ReadonlyMap<string, EventSourceMapping>;
}

/** Begins an outage, and gives the end of it. */
type Outage = (afflicted: Afflicted) => () => void;

const WRITES = ['BatchWriteItem', 'PutItem', 'UpdateItem', 'DeleteItem'];

const fault =
  (what: ServiceFault): Outage =>
  ({ faults }) =>
    faults.begin(what);

const once =
  (act: (afflicted: Afflicted) => void): Outage =>
  afflicted => {
    act(afflicted);
    return () => undefined;
  };

/** Every outage by its name. */
export const OUTAGES = {
  'table throttled': fault({ service: 'dynamodb', operations: WRITES, kind: 'throttled' }),
  'table throttled in part': fault({ service: 'dynamodb', operations: WRITES, kind: 'unprocessed' }),
  'table throttled now and then': fault({ service: 'dynamodb', operations: WRITES, kind: 'throttled', share: 0.8 }),
  'table refused': fault({ service: 'dynamodb', operations: WRITES, kind: 'refused' }),
  'table failing': fault({ service: 'dynamodb', operations: WRITES, kind: 'failing' }),
  'table slow': fault({ service: 'dynamodb', operations: WRITES, kind: 'slow' }),
  'answers of the table lost': fault({ service: 'dynamodb', operations: WRITES, kind: 'answer lost', share: 0.5 }),
  'key refused': fault({ service: 'kms', kind: 'refused' }),
  'key refused to the table': fault({ service: 'kms', via: 'dynamodb', kind: 'refused' }),
  'key refused to the queue': fault({ service: 'kms', via: 'sqs', kind: 'refused' }),
  'key disabled': fault({ service: 'kms', kind: 'disabled' }),
  'key throttled': fault({ service: 'kms', kind: 'throttled' }),
  'key slow': fault({ service: 'kms', kind: 'slow' }),
  'receives failing': fault({ service: 'sqs', operations: ['ReceiveMessage'], kind: 'failing' }),
  'answers to receives lost': fault({
    service: 'sqs',
    operations: ['ReceiveMessage'],
    kind: 'answer lost',
    share: 0.2,
  }),
  'visibility changes failing': fault({
    service: 'sqs',
    operations: ['ChangeMessageVisibilityBatch'],
    kind: 'failing',
  }),
  'deletes failing': fault({ service: 'sqs', operations: ['DeleteMessageBatch'], kind: 'failing' }),
  'writer killed while it writes': fault({
    service: 'dynamodb',
    operations: WRITES,
    kind: 'caller killed',
    share: 0.5,
  }),
  'writer killed': once(({ functions }) => functions.forEach(one => one.kill())),
  'mapping disabled': ({ mappings }) => {
    const disabled = [...mappings.values()];
    disabled.forEach(mapping => mapping.disable());
    return () => disabled.forEach(mapping => mapping.enable());
  },
  'poller restarted': once(({ mappings }) => mappings.forEach(mapping => mapping.restart())),
} satisfies Record<string, Outage>;

export type OutageName = keyof typeof OUTAGES;

/** An outage in a schedule: milliseconds from its start. */
export interface ScheduledOutage {
  readonly name: OutageName;
  readonly from: number;
  readonly until: number;
}

/** Lets the outages of a schedule happen, from now on. */
export function schedule(afflicted: Afflicted, outages: readonly ScheduledOutage[]): void {
  for (const { name, from, until } of outages) {
    afflicted.clock.after(from, () => {
      const end = OUTAGES[name](afflicted);
      afflicted.clock.after(until - from, end);
    });
  }
}

/** As many outages as wanted within a time, each as long as it happens to be: the same ones for the same seed. */
export function randomOutages(
  seed: number,
  { count, milliseconds, names = Object.keys(OUTAGES) as OutageName[] }: RandomOutages,
): ScheduledOutage[] {
  const random = randomFrom(seed);
  const outages = Array.from({ length: count }, () => {
    const [one, other] = [random() * milliseconds, random() * milliseconds].map(Math.floor);
    return {
      name: names[Math.floor(random() * names.length)],
      from: Math.min(one, other),
      until: Math.max(one, other),
    };
  });
  return outages.sort((one, other) => one.from - other.from);
}

export interface RandomOutages {
  readonly count: number;
  /** When the last one has ended at the latest. */
  readonly milliseconds: number;
  /** @default all there are */
  readonly names?: readonly OutageName[];
}
