import { operationOf, type S3Request } from '../../../sandbox/s3/operations';
import { asked } from '../gateway/asked';

const request = (method: string, key: string, query = ''): S3Request => ({
  bucket: 'assets',
  key,
  query: new URLSearchParams(query),
  request: asked({ method }),
  region: 'eu-west-1',
});
const answer = (s3Request: S3Request, objects: Map<string, Buffer>) =>
  operationOf(s3Request).operation!.answer(s3Request, objects);

test.each([
  ['GET', '', '', 'GET bucket', 's3:ListBucket'],
  ['GET', '', 'list-type=2&prefix=a', 'GET bucket', 's3:ListBucket'],
  ['GET', '', 'location=', 'GET bucket?location', 's3:GetBucketLocation'],
  ['GET', '', 'policy=', 'GET bucket?policy', undefined],
  ['GET', 'a/b', '', 'GET object', 's3:GetObject'],
  ['HEAD', 'a/b', '', 'HEAD object', 's3:GetObject'],
  ['PUT', 'a/b', 'x-id=PutObject', 'PUT object', 's3:PutObject'],
  ['PUT', 'a/b', 'uploadId=1&partNumber=1', 'PUT object?uploadId', undefined],
  ['DELETE', 'a/b', '', 'DELETE object', 's3:DeleteObject'],
  ['PATCH', 'a/b', '', 'PATCH object', undefined],
])('%s of the key %j with %j is %s', (method, key, query, name, action) => {
  const { operation, ...its } = operationOf(request(method, key, query));

  expect([its.name, operation?.action]).toEqual([name, action]);
});

test('a listing has the objects under a prefix with their sizes, its special characters escaped', () => {
  const objects = new Map([
    ['a/1', Buffer.from('one')],
    ['a/<2>', Buffer.alloc(0)],
    ['b', Buffer.from('three')],
  ]);

  expect(answer(request('GET', '', 'prefix=a/'), objects)).toEqual({
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      '<ListBucketResult><Name>assets</Name><Prefix>a/</Prefix><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>' +
      '<Contents><Key>a/1</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified>' +
      '<ETag>&quot;f97c5d29941bfb1b2fdab0874906ab82&quot;</ETag><Size>3</Size><StorageClass>STANDARD</StorageClass></Contents>' +
      '<Contents><Key>a/&lt;2&gt;</Key><LastModified>1970-01-01T00:00:00.000Z</LastModified>' +
      '<ETag>&quot;d41d8cd98f00b204e9800998ecf8427e&quot;</ETag><Size>0</Size><StorageClass>STANDARD</StorageClass></Contents>' +
      '</ListBucketResult>',
  });
});

test('an empty bucket is listed as empty', () => {
  expect(answer(request('GET', ''), new Map()).body).toBe(
    '<ListBucketResult><Name>assets</Name><Prefix></Prefix><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>',
  );
});

test('an object that is not there is an error of S3', () => {
  expect(() => answer(request('GET', 'a'), new Map())).toThrow(
    expect.objectContaining({ code: 'NoSuchKey', status: 404 }),
  );
});
