import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { clientConfiguration } from '../aws';
import type { VerbContext } from '../verb';

/** What a message died of, as the writer's log says it. */
export interface Death {
  readonly messageId: string;
  /** Such as `poison`. */
  readonly class: string;
  /** Such as `notJson`. */
  readonly reason: string;
  readonly bytes: number;
  readonly receives: number;
  readonly at: Date;
}

/**
 * Reads the writer's log: which messages it could not store at their last receive, and why. SQS keeps the id of a
 * message when it moves it, so nothing has to be received or decrypted. A line names up to 50 messages.
 */
export async function readDeaths(
  context: VerbContext,
  logGroupName: string,
  maxReceiveCount: number,
  since: Date,
): Promise<Death[]> {
  const client = new CloudWatchLogsClient(clientConfiguration(context.aws));
  const deaths = new Map<string, Death>();
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName,
        startTime: since.getTime(),
        filterPattern: 'receives',
        nextToken,
      }),
    );
    for (const { message = '', timestamp = 0 } of page.events ?? []) {
      for (const death of parseLine(message, new Date(timestamp))) {
        if (death.receives >= maxReceiveCount) deaths.set(death.messageId, death);
      }
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return [...deaths.values()];
}

function parseLine(text: string, at: Date): Death[] {
  const start = text.indexOf('{');
  if (start < 0) return [];
  try {
    const { class: kind, messages = [], reason } = JSON.parse(text.slice(start)) as Line;
    return messages.map(({ bytes, messageId, receives }) => ({ messageId, class: kind, reason, bytes, receives, at }));
  } catch {
    return []; // somebody else's line
  }
}

interface Line {
  readonly class: string;
  readonly reason: string;
  readonly messages?: readonly Pick<Death, 'messageId' | 'bytes' | 'receives'>[];
}
