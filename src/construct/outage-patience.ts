/** What follows from the time that an outage may last. All times are in seconds. */
export interface OutagePatience {
  /** How long a message waits after its first receive, its second and so on; after the last the same again. */
  readonly steps: readonly number[];
  /** The part of a step by which the writer shortens it at most, at random. */
  readonly jitter: number;
  /** How often a message is received before it moves to the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** When the message moves at the latest, counted from its first receive. */
  readonly longestWait: number;
}

/**
 * Works out how messages wait that can't be stored now: twice as long each time, beginning with the queue's visibility
 * timeout, up to a longest step.
 *
 * They are received often enough that the steps bridge the outage even if each is as short as chance can make it, and
 * five times more for whatever else may cost a receive.
 *
 * @param patience how long an outage may last
 * @param retention how long the queue keeps a message, if that is known
 */
export function patienceOf(patience: number, visibilityTimeout: number, retention?: number): OutagePatience {
  const longestStep = Math.min(LONGEST_STEP, Math.max(visibilityTimeout, Math.floor((retention ?? Infinity) / 24)));
  const steps = [Math.min(visibilityTimeout, longestStep)];
  while (steps[steps.length - 1] < longestStep) steps.push(Math.min(steps[steps.length - 1] * 2, longestStep));

  const stepAfter = (receive: number): number => steps[Math.min(receive, steps.length) - 1];
  let receives = 0;
  for (let bridged = 0; bridged < patience; bridged += stepAfter(receives) * (1 - JITTER)) receives++;

  const maxReceiveCount = receives + SPARE_RECEIVES;
  let longestWait = 0;
  for (let receive = 1; receive <= maxReceiveCount; receive++) longestWait += stepAfter(receive);
  return { steps, jitter: JITTER, maxReceiveCount, longestWait };
}

/** A message comes back an hour after a repair at the latest. */
const LONGEST_STEP = 3_600;

const JITTER = 0.25;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const SPARE_RECEIVES = 5;
