import type { WireRequest } from '../gateway/wire';

/** The body of an upload, taken out of the chunks in which the SDKs may send it. */
export function payloadOf({ bytes, headers }: Pick<WireRequest, 'bytes' | 'headers'>): Buffer {
  if (!/aws-chunked/.test(headers['content-encoding'] ?? '')) return bytes;
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16); // whatever follows is the chunk's signature
    if (!(size > 0)) break;
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
