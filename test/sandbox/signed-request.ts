import type { Sandbox } from '../../sandbox/sandbox';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string;
}

type Request = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };

/** A request as a principal's client would send it, without an SDK. */
export async function signedRequest(
  sandbox: Pick<Sandbox, 'clientOf'>,
  principal: string,
  service: string,
  path: string,
  { headers, ...init }: Request = {},
): Promise<Answer> {
  const { endpoint, region, credentials } = sandbox.clientOf(principal);
  const scope = `${credentials.accessKeyId}/20261125/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const response = await fetch(endpoint + path, { ...init, headers: { ...headers, authorization } });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

/** A call in the query protocol. */
export const form = (parameters: Readonly<Record<string, string>>): Request => ({
  method: 'POST',
  body: new URLSearchParams(parameters),
});
