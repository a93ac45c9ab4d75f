import { TIME_TO_LIVE_ATTRIBUTE } from '../../item-attributes';
import type { Settings } from '../settings';

/** Renders all that the writer is told, in the one variable of its environment. */
export function renderWriterConfiguration(settings: Settings): Record<string, unknown> {
  const { messageBody, names, outagePatience, partitionKey, sortKey, timeToLive, writeMode } = settings;
  return {
    tableName: names.tableName,
    queueArn: names.queueArn,
    partitionKey,
    ...(sortKey && { sortKey }),
    body: messageBody,
    writeMode,
    waits: { queueUrl: names.queueUrl, steps: outagePatience.steps, jitter: outagePatience.jitter },
    ...(timeToLive && { timeToLive: { attribute: TIME_TO_LIVE_ATTRIBUTE, seconds: timeToLive.toSeconds() } }),
  };
}
