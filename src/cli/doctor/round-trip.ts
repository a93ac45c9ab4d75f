import { CAUSES } from './causes';
import { broken, good, type LinkCheck } from './check';
import { runbook } from './remedies';
import { NotRead } from '../deployed/not-read';
import { prepareTrial, runTrial } from '../send/trial';
import type { VerbContext } from '../verb';

const SECONDS = 60;

/** Sends a message and waits for its item, as `send` does. */
export const roundTrip = (context: VerbContext): LinkCheck => ({
  name: 'round trip',
  looksAt: `With \`--send\`: a message that doctor sends is an item within ${SECONDS} seconds.`,
  why: 'No message is stored, or each takes long.',
  after: CAUSES,
  look: async account => {
    try {
      const [outcome] = await runTrial(context, await prepareTrial(account), SECONDS);
      if (outcome?.seenAt !== undefined) {
        return good(`sent at ${outcome.sentAt.toISOString()}, seen as an item at ${outcome.seenAt.toISOString()}`);
      }
      const what = 'see whether it waits, is a dead letter, or is in the log of the writer';
      return broken(
        `the message ${outcome?.messageId}, sent at ${outcome?.sentAt.toISOString()}, is no item after ${SECONDS} seconds`,
        runbook('pipeline-stalled', what),
      );
    } catch (error) {
      throw NotRead.from(error, 'what a consumer may, such as sqs:SendMessage and dynamodb:GetItem');
    }
  },
});
