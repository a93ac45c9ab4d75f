import { checkInstance, type Problems } from './value-checks';
import { BODY_ATTRIBUTE, KEPT_ATTRIBUTES, TIME_TO_LIVE_ATTRIBUTE } from '../../item-attributes';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { ItemKey } from '../item-key';
import { tableSettings } from '../settings';

/** The source of a key attribute. */
export function checkItemKey(prop: string, value: unknown): Problems {
  const problems = checkInstance(prop, value, ItemKey, 'messageId');
  return problems.length > 0 ? problems : ((value as ItemKey | undefined)?._check(prop) ?? []);
}

/** The name of the sort key comes with its source. */
export function checkSortKeyName({ sortKey, sortKeyName }: EncryptedQueueToTableProps): Problems {
  return sortKeyName && !sortKey
    ? ["'sortKeyName' must come with a 'sortKey', which says where its value comes from, got none"]
    : [];
}

/** Each attribute of an item has one use. */
export function checkAttributes(props: EncryptedQueueToTableProps): Problems {
  const { messageBody, partitionKey, sortKey, timeToLive } = tableSettings(props);
  const written = [
    ...(messageBody.as === 'text' ? [BODY_ATTRIBUTE] : []),
    ...KEPT_ATTRIBUTES,
    ...(timeToLive ? [TIME_TO_LIVE_ATTRIBUTE] : []),
  ];
  const keys: [string, string][] = [
    ['partitionKeyName', partitionKey.name],
    ...(sortKey ? [['sortKeyName', sortKey.name] as [string, string]] : []),
  ];
  return keys.flatMap(([prop, name], index) => {
    const taken = [...written, ...keys.slice(0, index).map(([, earlier]) => earlier)];
    return taken.includes(name)
      ? [`'${prop}' must be none of ${taken.join(', ')}, which hold something else, got "${name}"`]
      : [];
  });
}
