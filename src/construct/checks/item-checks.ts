import type { Problems } from './value-checks';
import { checkDuration, checkName } from './value-checks';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { NAMES, TIME_TO_LIVE_SECONDS } from './limits';
import { MessageBody } from '../message-body';
import {
  BODY_ATTRIBUTE,
  KEPT_ATTRIBUTES,
  partitionKeyName,
  sortKeyName,
  TIME_TO_LIVE_ATTRIBUTE,
} from '../resources/writer-configuration';

/** What makes an item of a message: its keys, each attribute with one use only. */
export function checkItem(props: EncryptedQueueToTableProps): Problems {
  return [
    ...(props.partitionKey?._check('partitionKey') ?? []),
    ...checkName('partitionKeyName', props.partitionKeyName, NAMES.attribute),
    ...(props.sortKey?._check('sortKey') ?? []),
    ...checkName('sortKeyName', props.sortKeyName, NAMES.attribute),
    ...(props.sortKeyName && !props.sortKey
      ? ["'sortKeyName' must come with a 'sortKey', which says where its value comes from, got none"]
      : []),
    ...checkDuration('timeToLive', props.timeToLive, TIME_TO_LIVE_SECONDS),
    ...checkUses(props),
  ];
}

function checkUses(props: EncryptedQueueToTableProps): Problems {
  const isText = (props.messageBody ?? MessageBody.text())._render().as === 'text';
  const written = [
    ...(isText ? [BODY_ATTRIBUTE] : []),
    ...KEPT_ATTRIBUTES,
    ...(props.timeToLive ? [TIME_TO_LIVE_ATTRIBUTE] : []),
  ];
  const keys: [string, string][] = [
    ['partitionKeyName', partitionKeyName(props)],
    ...(props.sortKey ? [['sortKeyName', sortKeyName(props)] as [string, string]] : []),
  ];
  return keys.flatMap(([prop, name], index) => {
    const taken = [...written, ...keys.slice(0, index).map(([, earlier]) => earlier)];
    return taken.includes(name)
      ? [`'${prop}' must be none of ${taken.join(', ')}, which hold something else, got "${name}"`]
      : [];
  });
}
