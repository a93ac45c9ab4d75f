import type { TrialOutcome } from './trial';

/** What became of a message, for a person: when it was sent, between which looks it was written, when it was seen. */
export function renderOutcome(outcome: TrialOutcome): string {
  const { item, messageId, seenAt, sentAt } = outcome;
  return [
    `message  ${messageId}`,
    `sent     ${sentAt.toISOString()}`,
    `written  ${renderWritten(outcome)}`,
    ...(seenAt ? [`seen     ${seenAt.toISOString()}`, `item     ${JSON.stringify(plain(item), undefined, 2)}`] : []),
  ].join('\n');
}

/** The same in a line, where there are several. */
export function renderOutcomeLine(outcome: TrialOutcome): string {
  return `${outcome.messageId}  written ${renderWritten(outcome)}`;
}

/** The same for a program. */
export function describeOutcome(outcome: TrialOutcome): object {
  return { ...outcome, item: plain(outcome.item) };
}

/** Seconds after it was sent. */
export const secondsOf = ({ sentAt }: TrialOutcome, at: Date): number => (at.getTime() - sentAt.getTime()) / 1000;

function renderWritten(outcome: TrialOutcome): string {
  const { notYetAt, seenAt } = outcome;
  if (seenAt === undefined) return 'not yet';
  const latest = `${secondsOf(outcome, seenAt).toFixed(2)} seconds later`;
  return notYetAt === undefined ? `at most ${latest}` : `${secondsOf(outcome, notYetAt).toFixed(2)} to ${latest}`;
}

/** An item as JSON can hold it: bytes are in base64. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
