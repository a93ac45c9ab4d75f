import { empty, etagOf, xml } from './answers';
import { payloadOf } from './aws-chunked';
import { ServiceError } from '../gateway/service-error';
import type { WireRequest, WireResponse } from '../gateway/wire';

/** One request to S3: what it is on and which part of it. */
export interface S3Request {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly request: WireRequest;
  readonly region: string;
}

export interface S3Operation {
  readonly action: string;
  readonly isOnBucket?: true;
  readonly answer: (asked: S3Request, objects: Map<string, Buffer>) => WireResponse;
}

export const NOT_KNOWN = new ServiceError('NotImplemented', 'The sandbox does not know this operation of S3', 501);

/** The operation by method, bucket or object, and subresource: such as `GET bucket?encryption`. */
export function operationOf({ key, query, request: { method } }: S3Request): {
  readonly name: string;
  readonly operation?: S3Operation;
} {
  const subresource = SUBRESOURCES.find(name => query.has(name));
  const name = `${method} ${key === '' ? 'bucket' : 'object'}${subresource === undefined ? '' : `?${subresource}`}`;
  return { name, operation: Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined };
}

/** What makes a request another one than that on the whole bucket or object. */
const SUBRESOURCES = [
  'acl',
  'delete',
  'encryption',
  'location',
  'policy',
  'tagging',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
];

const OPERATIONS: Readonly<Record<string, S3Operation>> = {
  'HEAD bucket': { action: 's3:ListBucket', isOnBucket: true, answer: () => empty(200) },
  'GET bucket': { action: 's3:ListBucket', isOnBucket: true, answer: listObjects },
  'GET bucket?location': {
    action: 's3:GetBucketLocation',
    isOnBucket: true,
    answer: ({ region }) => xml('LocationConstraint', region),
  },
  'GET bucket?encryption': {
    action: 's3:GetEncryptionConfiguration',
    isOnBucket: true,
    answer: () => {
      const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'AES256' };
      return xml('ServerSideEncryptionConfiguration', { Rule: { ApplyServerSideEncryptionByDefault } });
    },
  },
  'PUT object': {
    action: 's3:PutObject',
    answer: ({ key, request }, objects) => {
      const object = payloadOf(request);
      objects.set(key, object);
      return empty(200, { etag: etagOf(object) });
    },
  },
  'GET object': { action: 's3:GetObject', answer: objectAt },
  'HEAD object': {
    action: 's3:GetObject',
    answer: (asked, objects) => ({ ...objectAt(asked, objects), bytes: undefined }),
  },
  'DELETE object': {
    action: 's3:DeleteObject',
    answer: ({ key }, objects) => {
      objects.delete(key);
      return empty(204);
    },
  },
};

const UNDATED = new Date(0);

function listObjects({ bucket, query }: S3Request, objects: Map<string, Buffer>): WireResponse {
  const prefix = query.get('prefix') ?? '';
  const Contents = [...objects]
    .filter(([key]) => key.startsWith(prefix))
    .map(([Key, object]) => ({
      Key,
      LastModified: UNDATED,
      ETag: etagOf(object),
      Size: object.length,
      StorageClass: 'STANDARD',
    }));
  const listed = { Name: bucket, Prefix: prefix, KeyCount: Contents.length, IsTruncated: false, Contents };
  return xml('ListBucketResult', listed);
}

function objectAt({ key }: S3Request, objects: Map<string, Buffer>): WireResponse {
  const object = objects.get(key);
  if (object === undefined) throw new ServiceError('NoSuchKey', 'The specified key does not exist.', 404);
  const headers = {
    'content-length': String(object.length),
    'content-type': 'binary/octet-stream',
    etag: etagOf(object),
    'last-modified': UNDATED.toUTCString(),
  };
  return { status: 200, headers, body: '', bytes: object };
}
