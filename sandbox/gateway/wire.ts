import type { Identity } from '../iam/identities';

/** One signed request as a service sees it. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it came. */
  readonly bytes: Buffer;
  readonly caller: Identity;
  /** Set when the client no longer waits for an answer. */
  readonly abandoned: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body where it is no text. */
  readonly bytes?: Buffer;
}

/** Answers the requests of one AWS service. */
export type Service = (request: WireRequest) => Promise<WireResponse>;

const NOT_FORWARDED = ['connection', 'content-length', 'expect', 'host', 'transfer-encoding'];

/** Passes a request on to the emulator behind, whose answer comes back as it is. */
export async function forward(
  endpoint: string,
  request: Pick<WireRequest, 'path' | 'headers' | 'body'>,
): Promise<WireResponse> {
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !NOT_FORWARDED.includes(name)));
  const response = await fetch(new URL(request.path, endpoint), { method: 'POST', headers, body: request.body });
  const kept = [...response.headers].filter(([name]) => !NOT_FORWARDED.includes(name) && name !== 'keep-alive');
  return { status: response.status, headers: Object.fromEntries(kept), body: await response.text() };
}
