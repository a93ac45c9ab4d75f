import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { answer, type Outcome, type ResourceRequest, sendByHttps } from './cloudformation-answer';
import { handle } from './handle';
import { kmsClient, kmsKey } from './kms-key';

/** Longest time to wait for IAM and for others who write the policy; a deletion has less to wait for. */
const WORK_MILLISECONDS = { Create: 150_000, Update: 150_000, Delete: 60_000 };
/** Kept back for the answer. */
const ANSWER_MILLISECONDS = 20_000;

const client = kmsClient();

/** Looks after a key's policy for CloudFormation, and answers in time whatever happens. */
export async function handler(
  request: ResourceRequest,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  const budget = Math.min(
    WORK_MILLISECONDS[request.RequestType],
    context.getRemainingTimeInMillis() - ANSWER_MILLISECONDS,
  );
  const end = Date.now() + budget;
  const overdue = new AbortController();
  const outcome = await Promise.race([
    handle(request, {
      keyOf: keyArn => kmsKey(client, keyArn),
      clock: { remaining: () => end - Date.now(), sleep: milliseconds => sleep(milliseconds) },
      report: (event, details) => console.info(JSON.stringify({ event, ...details })),
    }),
    sleep(budget, tooLate(request), { signal: overdue.signal }),
  ]);
  overdue.abort();
  await answer(request, outcome, sendByHttps);
}

function tooLate({ LogicalResourceId, PhysicalResourceId, RequestType }: ResourceRequest): Outcome {
  const physicalResourceId = PhysicalResourceId ?? LogicalResourceId;
  return RequestType === 'Delete'
    ? { status: 'SUCCESS', physicalResourceId }
    : { status: 'FAILED', physicalResourceId, reason: 'the time was up' };
}
