import type { DeadLetterQueue, Depths } from './dead-letter-queue';
import type { VerbContext } from '../verb';

const LOOK_EVERY_MILLISECONDS = 10_000;
/** SQS's numbers are right a minute after the last change. */
const LOOKS_ALIKE = 7;

/**
 * Waits until the writer has dealt with what was moved: the queue is empty, and the numbers stay as they are.
 *
 * @returns what there was at the last look, when that is so or the time is over
 */
export async function awaitSettled({ now, sleep }: VerbContext, queue: DeadLetterQueue, until: Date): Promise<Depths> {
  let depths = await queue.depths();
  for (let alike = 1; alike < LOOKS_ALIKE && now() < until;) {
    await sleep(LOOK_EVERY_MILLISECONDS);
    const next = await queue.depths();
    alike = next.waiting === 0 && next.dead === depths.dead ? alike + 1 : 1;
    depths = next;
  }
  return depths;
}
