import { type ResourceRequest } from './resource-request';

/** How the work for a custom resource went. */
export interface ResourceOutcome {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly physicalResourceId: string;
  readonly reason?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Sends a body to a URL. */
export type Send = (url: string, body: string) => Promise<void>;

/** CloudFormation takes no longer answer. */
const MAX_ANSWER_BYTES = 4_096;

/**
 * Tells CloudFormation how it went, whatever the request lacks. Without an answer the deployment would wait until its
 * time-out.
 *
 * @param endpoint where AWS's services are, if not at their usual hosts
 */
export async function answerCloudFormation(
  request: Partial<ResourceRequest>,
  outcome: ResourceOutcome,
  send: Send,
  endpoint?: string,
): Promise<void> {
  const url = parseResponseUrl(request.ResponseURL, endpoint);
  if (url === undefined) throw new Error("the request names no host of AWS's to answer to");
  await send(url, renderAnswer(request, outcome));
}

/**
 * The URL to answer to. CloudFormation sends a signed URL of S3; anything else was made up by somebody who wants to
 * have the function call for them.
 */
export function parseResponseUrl(text: unknown, endpoint?: string): string | undefined {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined;
  const local = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint).hostname : undefined;
  const isAws = url?.protocol === 'https:' && url.port === '' && RESPONSE_PLACE.test(url.hostname + url.pathname);
  return isAws || (url !== undefined && url.hostname === local) ? url!.href : undefined;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html */
const BUCKET = 'cloudformation-custom-resource-response-[a-z0-9]+';
const S3 = String.raw`s3([.-](dualstack\.)?[a-z0-9-]+)?\.amazonaws\.[a-z]+(\.cn)?`;
const RESPONSE_PLACE = new RegExp(`^(${BUCKET}[.]${S3}/|${S3}/${BUCKET}/)`);

function renderAnswer(
  { StackId, RequestId, LogicalResourceId }: Partial<ResourceRequest>,
  { status, physicalResourceId, reason, data }: ResourceOutcome,
): string {
  const render = (words: string | undefined, values?: Readonly<Record<string, string>>) =>
    JSON.stringify({
      Status: status,
      ...(words && { Reason: words }),
      PhysicalResourceId: physicalResourceId,
      StackId: StackId ?? '',
      RequestId: RequestId ?? '',
      LogicalResourceId: LogicalResourceId ?? '',
      ...(values && { Data: values }),
    });
  const bytes = (text: string) => Buffer.byteLength(text);
  let words = reason;
  while (words && bytes(render(words, data)) > MAX_ANSWER_BYTES) words = [...words].slice(0, -CUT).join('');
  return render(words, data);
}

/** Characters that are taken off a reason at a time. */
const CUT = 16;

/** Puts the body where CloudFormation's signed URL says, and tries again if the network fails. */
export const sendByHttps: Send = async (url, body) => {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      method: 'PUT',
      body,
      headers: { 'content-type': '' },
      redirect: 'error',
      signal: AbortSignal.timeout(5_000),
    }).catch((error: Error) => error);
    if (response instanceof Response && response.ok) return;
    if (attempt === 3) {
      throw new Error(
        `CloudFormation did not take the answer: ${response instanceof Response ? response.status : response.message}`,
      );
    }
  }
};
