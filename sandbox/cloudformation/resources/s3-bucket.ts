import { madeUpName } from '../physical-name';
import type { ResourceType } from '../resource-type';

export const s3Bucket: ResourceType = {
  understood: ['BucketName'],
  withoutEffect: {
    AccessControl: 'the policies decide',
    BucketEncryption: 'what is in the bucket stays in memory',
    LifecycleConfiguration: 'objects end with the sandbox',
    PublicAccessBlockConfiguration: 'nothing here is public',
    Tags: 'nothing here looks at tags',
    VersioningConfiguration: 'nothing here reads former versions',
  },
  replacedBy: ['BucketName'],
  async create(resource, { buckets, region }) {
    const name = String(resource.properties.BucketName ?? madeUpName(resource, 63).toLowerCase());
    buckets.add(name);
    const RegionalDomainName = `${name}.s3.${region}.amazonaws.com`;
    return { ref: name, attributes: { Arn: `arn:aws:s3:::${name}`, RegionalDomainName } };
  },
  async update(_, __, ___, physical) {
    return physical;
  },
  async delete(_, { buckets }, physical) {
    buckets.remove(physical.ref);
  },
};
