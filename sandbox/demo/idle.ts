import { setTimeout as delay } from 'node:timers/promises';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Waits until nothing has happened for a while, or somebody wants the process to end. */
export async function untilIdleOrInterrupted(lastEvent: () => number, idleMilliseconds: number): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  for (const signal of SIGNALS) process.once(signal, interrupt);
  while (!interrupted.signal.aborted) {
    const left = lastEvent() + idleMilliseconds - Date.now();
    if (left <= 0) break;
    await delay(left, undefined, { signal: interrupted.signal }).catch(() => undefined);
  }
  for (const signal of SIGNALS) process.off(signal, interrupt);
}
