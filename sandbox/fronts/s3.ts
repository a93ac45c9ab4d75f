import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloudformation/cloud';
import type { UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';
import type { Identity } from '../iam/identities';
import { xml } from '../s3/answers';
import { NOT_KNOWN, operationOf, type S3Request } from '../s3/operations';

/** S3 as far as assets and templates go through it. */
export function s3({ account, region, buckets, authorize, notifications }: Cloud, unknownCall: UnknownCall): Service {
  const requirePermission = permissionRequired(authorize, region);
  const owner = { 'aws:ResourceAccount': account, 's3:ResourceAccount': account };
  const require = async (caller: Identity, action: string, resource: string): Promise<void> =>
    requirePermission(caller, action, resource, owner);
  return async request => {
    const { pathname, searchParams: query } = new URL(request.path, 'http://s3');
    const [bucket, ...rest] = decodeURIComponent(pathname.slice(1)).split('/');
    const asked: S3Request = { bucket, key: rest.join('/'), query, request, region };
    try {
      if (bucket === '' && request.method === 'GET') {
        await require(request.caller, 's3:ListAllMyBuckets', '*');
        const Bucket = buckets.names.map(Name => ({ Name, CreationDate: new Date(0) }));
        return xml('ListAllMyBucketsResult', { Owner: { ID: account }, Buckets: { Bucket } });
      }
      const { name, operation } = operationOf(asked);
      if (operation === undefined) {
        unknownCall(`s3: ${name}`);
        throw NOT_KNOWN;
      }
      await require(request.caller, operation.action, `arn:aws:s3:::${bucket}${operation.isOnBucket ? '' : `/${asked.key}`}`);
      const objects = buckets.get(bucket);
      if (objects === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
      const answer = operation.answer(asked, objects);
      if (name === 'PUT object') {
        await notifications.tell(bucket, 'ObjectCreated:Put', asked.key, objects.get(asked.key)!.length);
      }
      return answer;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { code: Code, message: Message, status } = error;
      const answer = xml('Error', { Code, Message, BucketName: bucket, RequestId: randomUUID() }, status);
      return request.method === 'HEAD' ? { ...answer, body: '' } : answer;
    }
  };
}
