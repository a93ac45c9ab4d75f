import type { WireRequest } from '../../../sandbox/gateway/wire';

/** A request as the gateway hands it on. */
export function asked({ body = '', ...given }: Partial<WireRequest>): WireRequest {
  return {
    method: 'POST',
    path: '/',
    headers: {},
    bytes: Buffer.from(body),
    body,
    caller: { principal: 'arn:aws:iam::111122223333:user/Developer', context: {} },
    abandoned: new AbortController().signal,
    ...given,
  };
}
