import fc from 'fast-check';
import { payloadOf } from '../../../sandbox/s3/aws-chunked';

const CHUNKED = { 'content-encoding': 'aws-chunked' };

/** As the SDKs send it: each chunk after its size and its signature, then an empty one and the trailers. */
const chunked = (chunks: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    ...chunks.flatMap(chunk => [
      Buffer.from(`${chunk.length.toString(16)};chunk-signature=${'0'.repeat(64)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]),
    Buffer.from('0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n'),
  ]);

test('a body in chunks comes out whole, whatever is in it', () => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(fc.array(chunk), chunks => {
      expect(payloadOf({ bytes: chunked(chunks), headers: CHUNKED })).toEqual(Buffer.concat(chunks));
    }),
  );
});

test('a body whose lines look like chunks is one chunk', () => {
  const body = Buffer.from('5\r\nhello\r\n0\r\n\r\n');

  expect(payloadOf({ bytes: chunked([body]), headers: CHUNKED })).toEqual(body);
  expect(payloadOf({ bytes: body, headers: {} })).toEqual(body);
});

test.each(['', '0\r\n\r\n', 'no size\r\nhello', '-5\r\nhello'])('%j has no body', text => {
  expect(payloadOf({ bytes: Buffer.from(text), headers: CHUNKED })).toEqual(Buffer.alloc(0));
});
