import type { Queue } from './queue';
import type { Clock } from '../clock/clock';

/**
 * Waits for the first message that a queue can give.
 *
 * @returns whether there is one
 */
export async function waitForMessage(
  queue: Queue,
  milliseconds: number,
  clock: Clock,
  abandoned: AbortSignal,
): Promise<boolean> {
  const deadline = clock.now() + milliseconds;
  while (!queue.hasMessageToGive) {
    const left = Math.min(deadline, queue.nextChange) - clock.now();
    if (abandoned.aborted || clock.now() >= deadline) return false;
    const wake = new AbortController();
    const woken = (): void => wake.abort();
    const unwatch = queue.watch(woken);
    abandoned.addEventListener('abort', woken);
    await clock.sleep(left, wake.signal);
    abandoned.removeEventListener('abort', woken);
    unwatch();
  }
  return true;
}
