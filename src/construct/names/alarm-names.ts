/** The alarms about the two queues. */
export const QUEUE_ALARMS = ['Stalled', 'Backlog', 'RetentionRisk', 'DeadLetters', 'DeadLettersExpire'] as const;

/** The alarms about the writer. */
export const WRITER_ALARMS = [
  'NotStored',
  'KeyUnavailable',
  'OldestWritten',
  'Poison',
  'WriterErrors',
  'WriterThrottled',
  'WriterSlow',
] as const;

/** The alarms about the table. */
export const TABLE_ALARMS = ['TableThrottled', 'TableErrors'] as const;

/** The alarms about the key. */
export const KEY_ALARMS = ['MaterialExpires30d', 'MaterialExpires7d', 'MaterialExpires1d'] as const;

/** The alarms that exist only if a prop asks for them, or if there are key events. */
export const OPTIONAL_ALARMS = ['Silence', 'KeyUseUnusual', 'AlarmPathBroken'] as const;

/** Every alarm that a user can name. */
export const ALARMS = [...QUEUE_ALARMS, ...WRITER_ALARMS, ...TABLE_ALARMS, ...KEY_ALARMS, ...OPTIONAL_ALARMS] as const;
export type AlarmName = (typeof ALARMS)[number];
