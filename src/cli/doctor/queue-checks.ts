import { broken, good, type LinkCheck } from './check';
import { differences, type Setting, pairSettings } from './differences';
import { revertDrift } from './remedies';

/** The check of the queue and the dead-letter queue, without their policies. */
export const QUEUE_CHECK: LinkCheck = {
  name: 'queues',
  looksAt: 'Both queues are there, on the key, and their settings are as deployed; dead letters are kept longer.',
  why: 'Messages may lie under another key, be lost, or come again too early.',
  after: ['stack'],
  look: async account => {
    const [queue, deadLetters] = [await account.queue(), await account.deadLetters()];
    const settings = [
      ...named('the queue', pairSettings(NAMES, await account.rendered('queue'), queue)),
      ...named('the dead-letter queue', pairSettings(NAMES, await account.rendered('deadLetters'), deadLetters)),
    ];
    const gone = [
      ...(queue.QueueArn === undefined ? ['the queue is gone'] : []),
      ...(deadLetters.QueueArn === undefined ? ['the dead-letter queue is gone'] : []),
    ];
    const off = gone.length > 0 ? gone : differences(settings);
    const [keep, deadKeep] = [queue, deadLetters].map(({ MessageRetentionPeriod }) => Number(MessageRetentionPeriod));
    if (off.length === 0 && deadKeep! <= keep!) {
      off.push(`dead letters are kept for ${deadKeep} seconds, no longer than messages, which are kept for ${keep}`);
    }
    return off.length === 0
      ? good('both queues are on the key, and as deployed')
      : broken(off.join('; '), await revertDrift(account));
  },
};

const NAMES = [
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'VisibilityTimeout',
  'DelaySeconds',
  'RedrivePolicy',
  'RedriveAllowPolicy',
];

const named = (whose: string, settings: readonly Setting[]): Setting[] =>
  settings.map(({ name, ...rest }) => ({ name: `${name} of ${whose}`, ...rest }));
