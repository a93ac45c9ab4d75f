import type { Clock } from './clock';

const MINUTE = 60_000;

/**
 * Does something at each full minute of the clock.
 *
 * @returns the end of it
 */
export function everyMinute(clock: Clock, task: () => Promise<void>): () => void {
  let callOff: () => void;
  let isOver = false;
  const wait = (): void => {
    callOff = clock.after(MINUTE - (clock.now() % MINUTE), () => {
      void clock.during(task).finally(() => {
        if (!isOver) wait();
      });
    });
  };
  wait();
  return () => {
    isOver = true;
    callOff();
  };
}
