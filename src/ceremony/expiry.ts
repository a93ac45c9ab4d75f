import { CeremonyError } from './ceremony-error';
import { MAX_EXPIRY_DAYS } from './limits';

const DAY = 24 * 60 * 60 * 1000;
const CLOCK_TOLERANCE = 5 * 60 * 1000;
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * When key material expires: `never`, a number of days such as `90d`, or a date. Checked here, before KMS is called.
 */
export function parseExpiry(text: string, now: Date): Date | undefined {
  if (text === 'never') return undefined;
  const [, days] = /^(\d+)d$/.exec(text) ?? [];
  const date = days ? inDays(Number(days), now) : parseDate(text);
  requireExpiry(date, now);
  return date;
}

/** Throws unless KMS would take the date: in the future, at most 365 days away. */
export function requireExpiry(date: Date | undefined, now: Date): void {
  if (!date) return;
  if (date <= now) throw new CeremonyError(`expiry must be in the future, got ${date.toISOString()}`);
  if (date.getTime() - now.getTime() > MAX_EXPIRY_DAYS * DAY) {
    throw new CeremonyError(
      `expiry must be at most ${MAX_EXPIRY_DAYS} days away, got ${date.toISOString()}`,
      'say --expires 365d, or --expires never',
    );
  }
}

/** The longest time is cut a little short: a clock that is ahead of KMS's must not push it over the limit. */
function inDays(days: number, now: Date): Date {
  return new Date(now.getTime() + days * DAY - (days === MAX_EXPIRY_DAYS ? CLOCK_TOLERANCE : 0));
}

function parseDate(text: string): Date {
  const date = new Date(text);
  if (!ISO_DATE.test(text) || Number.isNaN(date.getTime())) {
    throw new CeremonyError(
      `expiry must be 'never', days such as 90d or a date such as 2027-01-31T00:00:00Z, got '${text}'`,
    );
  }
  if (!isInCalendar(text)) throw new CeremonyError(`expiry must be a date that exists, got '${text}'`);
  return date;
}

/** JavaScript takes 30 February for 2 March. */
function isInCalendar(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
