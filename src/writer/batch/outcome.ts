import type { SQSRecord } from 'aws-lambda';
import type { Failure } from './failure';
import type { RefusalReason } from '../item/refusal';

/**
 * What became of a message.
 *
 * - `stored`: it is in the table.
 * - `superseded`: a later message of the batch with the same key is in the table, over it.
 * - `duplicate`: an item with its key was in the table first, and inserts leave it.
 * - `poison`, `oversize`: no item can be made of it.
 * - `retryable`, `keyUnavailable`: it could not be stored now; it waits in the queue and comes back.
 */
export type Outcome =
  | { readonly kind: 'stored' | 'superseded' | 'duplicate' }
  | { readonly kind: 'poison' | 'oversize'; readonly cause: RefusalReason }
  | { readonly kind: 'retryable' | 'keyUnavailable'; readonly cause: string };

export const STORED: Outcome = { kind: 'stored' };
export const SUPERSEDED: Outcome = { kind: 'superseded' };
export const DUPLICATE: Outcome = { kind: 'duplicate' };
export const OUT_OF_TIME: Outcome = { kind: 'retryable', cause: 'OutOfTime' };

/** Outcomes after which SQS may delete the message. */
export function isDone({ kind }: Outcome): boolean {
  return kind === 'stored' || kind === 'superseded' || kind === 'duplicate';
}

export function refused(cause: RefusalReason): Outcome {
  return { kind: cause === 'oversize' ? 'oversize' : 'poison', cause };
}

/** Whether the message itself can't be stored, now or later. */
export function isRefused({ kind }: Outcome): boolean {
  return kind === 'poison' || kind === 'oversize';
}

/** The outcome of a message whose call failed for a reason that is not in the message. */
export function postponed({ kind, error }: Failure): Outcome {
  return { kind: kind === 'keyUnavailable' ? kind : 'retryable', cause: error };
}

/** A message and what became of it. */
export interface Settled {
  readonly record: SQSRecord;
  readonly outcome: Outcome;
}
