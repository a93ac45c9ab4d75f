import type { Death } from './deaths';

/** What will probably become of the dead letters that died of one thing, once they are moved back. */
export interface Forecast {
  readonly count: number;
  /** Such as `notJson`. */
  readonly reason: string;
  readonly says: string;
  readonly failsAgain: boolean;
}

/**
 * Says for each reason what will become of the dead letters. The dead-letter queue holds those that died last: a move
 * takes all that are there. The writer makes the same of the same message until it is changed.
 *
 * @param count how many there are
 * @param changedAt when the writer was last changed
 */
export function forecast(deaths: readonly Death[], count: number, changedAt: Date): Forecast[] {
  const last = [...deaths]
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .slice(count > 0 ? -count : Infinity);
  const groups = new Map<string, Death[]>();
  for (const death of last) {
    const name = `${death.reason} ${isRefused(death) && death.at > changedAt}`;
    groups.set(name, [...(groups.get(name) ?? []), death]);
  }
  const known = [...groups.values()].map(dead => forecastOf(dead, changedAt));
  const unknown = count - last.length;
  return unknown > 0 ? [...known, { count: unknown, reason: 'unknown', says: UNKNOWN, failsAgain: false }] : known;
}

const UNKNOWN = 'the log does not say what they died of';

function forecastOf(dead: readonly Death[], changedAt: Date): Forecast {
  const [first] = dead as [Death];
  const failsAgain = isRefused(first) && first.at > changedAt;
  const mended = isRefused(first) ? 'the writer was changed since, and may take them' : 'it was an outage';
  return {
    count: dead.length,
    reason: first.reason,
    says: failsAgain ? 'will fail again: the writer is as it was' : mended,
    failsAgain,
  };
}

/** Whether it was about the message, and not about what was around it. */
const isRefused = ({ class: kind }: Death): boolean => kind === 'poison' || kind === 'oversize';
