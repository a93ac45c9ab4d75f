import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { answerCloudFormation, type ResourceOutcome, sendByHttps } from './answer-cloudformation';
import { cloudFormationClient, cloudFormationStack } from './cloudformation-stack';
import { deadlineIn } from './deadline';
import { handle, type Progress, startProgress } from './handle';
import { kmsClient, kmsKey } from './kms-key';
import { type ResourceRequest } from './resource-request';

/** Longest time to wait for IAM and for others who write the policy. */
const WORK_MILLISECONDS = 200_000;
/** Kept back for the answer. */
const ANSWER_MILLISECONDS = 20_000;
/** How long the work may run over. */
const GRACE_MILLISECONDS = 4_000;

const kms = kmsClient();
const cloudFormation = cloudFormationClient();
const { AWS_ENDPOINT_URL: endpoint, STACK_ID: stackId = '' } = process.env;

/** Deploys and removes policies of keys for CloudFormation, and answers in time whatever happens. */
export async function handler(
  event: Partial<ResourceRequest> | null,
  { getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  const request = event ?? {};
  const budget = Math.min(WORK_MILLISECONDS, getRemainingTimeInMillis() - ANSWER_MILLISECONDS);
  const progress = startProgress(request);
  const answered = new AbortController();
  const outcome = await Promise.race([
    handle(request, {
      stack: cloudFormationStack(cloudFormation, stackId),
      keyOf: keyArn => kmsKey(kms, keyArn),
      deadline: deadlineIn(budget, sleep),
      report: (name, details) => console.info(JSON.stringify({ event: name, ...details })),
      progress,
    }),
    sleep(budget + GRACE_MILLISECONDS, undefined, { signal: answered.signal }).then(() => tooLate(progress)),
  ]);
  answered.abort();
  await answerCloudFormation(request, outcome, sendByHttps, endpoint);
}

/** The work ends by itself, but for a service that neither answers nor breaks off. */
function tooLate(progress: Progress): ResourceOutcome {
  return { status: 'FAILED', ...progress, reason: 'the time was up' };
}
