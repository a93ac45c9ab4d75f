import type { PhysicalNames } from './physical-names';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { ItemKey } from '../item-key';
import { MessageBody } from '../message-body';
import { WriteMode } from '../write-mode';

/** The attribute that a text body is kept in. */
export const BODY_ATTRIBUTE = 'body';

/** The attribute that says when an item may go. */
export const TIME_TO_LIVE_ATTRIBUTE = 'expiresAt';

/** Attributes the writer sets beside the key and the body. */
export const KEPT_ATTRIBUTES = ['messageAttributes', 'traceHeader'];

export function partitionKeyName(props: EncryptedQueueToTableProps): string {
  return props.partitionKeyName ?? 'id';
}

export function sortKeyName(props: EncryptedQueueToTableProps): string {
  return props.sortKeyName ?? 'sort';
}

/** Renders all that the writer is told, in the one variable of its environment. */
export function renderWriterConfiguration(
  props: EncryptedQueueToTableProps,
  names: PhysicalNames,
): Record<string, unknown> {
  const { sortKey, timeToLive } = props;
  return {
    tableName: names.tableName,
    partitionKey: { name: partitionKeyName(props), ...(props.partitionKey ?? ItemKey.messageId())._render() },
    ...(sortKey && { sortKey: { name: sortKeyName(props), ...sortKey._render() } }),
    body: (props.messageBody ?? MessageBody.text())._render(),
    writeMode: (props.writeMode ?? WriteMode.overwrite())._render(),
    ...(timeToLive && { timeToLive: { attribute: TIME_TO_LIVE_ATTRIBUTE, seconds: timeToLive.toSeconds() } }),
  };
}
