/**
 * What CloudFormation asks of a custom resource. @see
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export interface ResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
}

/** How it went. */
export interface Outcome {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly physicalResourceId: string;
  readonly reason?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** Sends a body to a URL. */
export type Send = (url: string, body: string) => Promise<void>;

/** CloudFormation takes 4,096 bytes; a reason may have what the rest leaves. */
const MAX_REASON_CHARACTERS = 2_000;

/** Tells CloudFormation how it went; without an answer it would wait for an hour. */
export async function answer(
  request: ResourceRequest,
  { status, physicalResourceId, reason, data }: Outcome,
  send: Send,
): Promise<void> {
  const { StackId, RequestId, LogicalResourceId } = request;
  await send(
    request.ResponseURL,
    JSON.stringify({
      Status: status,
      ...(reason && { Reason: reason.slice(0, MAX_REASON_CHARACTERS) }),
      PhysicalResourceId: physicalResourceId,
      StackId,
      RequestId,
      LogicalResourceId,
      ...(data && { Data: data }),
    }),
  );
}

/** Puts the body where CloudFormation's signed URL says, and tries again if the network fails. */
export const sendByHttps: Send = async (url, body) => {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, {
      method: 'PUT',
      body,
      headers: { 'content-type': '' },
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
