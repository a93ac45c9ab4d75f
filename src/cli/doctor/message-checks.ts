import { CAUSES } from './causes';
import { broken, good, type LinkCheck, type Remedy, warning } from './check';
import { lastHour, oldestDeadLetter } from './metrics';
import { runbook } from './remedies';
import type { Account } from '../deployed/account';

const DAY = 86_400;

/** The checks of the messages themselves. */
export const MESSAGE_CHECKS: readonly LinkCheck[] = [
  {
    name: 'last hour',
    looksAt: 'Within the last hour the writer stored what it got.',
    why: 'Messages wait to be tried again, or can never be stored.',
    after: CAUSES,
    look: async account => {
      const { keyUnavailable, oversize, poison, retryable, stored } = await lastHour(account);
      const troubles = [
        ...(keyUnavailable > 0 ? [`${keyUnavailable} tries without the key`] : []),
        ...(retryable > 0 ? [`${retryable} tries to be made again`] : []),
        ...(poison + oversize > 0 ? [`${poison + oversize} tries of messages that can never be stored`] : []),
      ];
      return troubles.length === 0
        ? good(`${stored} messages were stored within the hour`)
        : warning(
            `${stored} messages were stored within the hour, with ${troubles.join(' and ')}`,
            runbook(
              poison + oversize > 0 ? 'poison-message' : 'throttling',
              'the log of the writer names the messages',
            ),
          );
    },
  },
  {
    name: 'dead letters',
    looksAt: 'There are no dead letters.',
    why: 'Messages could not be stored. SQS deletes dead letters in the end.',
    after: CAUSES,
    look: async account => {
      const { ApproximateNumberOfMessages: count = '0', MessageRetentionPeriod } = await account.deadLetters();
      if (count === '0') return good('there are no dead letters');
      const oldest = await oldestDeadLetter(account);
      const age = oldest === undefined ? '' : `; the oldest came ${span(oldest)} ago`;
      const left =
        Number(MessageRetentionPeriod) - Number((await account.queue()).MessageRetentionPeriod) - (oldest ?? 0);
      // kept since it was sent, which is at most the retention of the queue before
      const until = `; SQS deletes the first in ${span(Math.max(0, left))} at the earliest`;
      return broken(`there are ${count} dead letters${age}${until}`, await deadLetters(account));
    },
  },
];

/** A redrive alone mends nothing: what a message died of is still there, or is the message. */
async function deadLetters({ deployment, stackName }: Account): Promise<Remedy> {
  const { path } = await deployment.parts();
  const which = (await deployment.hasSeveral()) ? ` --construct ${path.split('/').at(-1)}` : '';
  const command = (verb: string) => `npx encrypted-queue-to-table dlq ${verb} ${stackName}${which}`;
  const what = `see what they died of with '${command('list')}', mend that, then move them back with '${command('redrive')}'`;
  return runbook('dead-letters', what);
}

function span(seconds: number): string {
  return seconds < 2 * DAY ? `${Math.floor(seconds / 3_600)} hours` : `${Math.floor(seconds / DAY)} days`;
}
