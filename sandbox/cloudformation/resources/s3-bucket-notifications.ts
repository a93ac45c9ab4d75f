import { permissionRequired } from '../../gateway/permission';
import type { QueueConfiguration } from '../../s3/bucket-notifications';
import type { DeployerCloud } from '../clients';
import { madeUpName } from '../physical-name';
import type { Properties, ResourceType } from '../resource-type';

/** Does what the function of the resource would do, with the rights of its role. */
async function put({ ServiceToken, BucketName, NotificationConfiguration }: Properties, cloud: DeployerCloud) {
  const bucket = String(BucketName);
  const provider = cloud.functions.get(String(ServiceToken));
  if (provider === undefined) throw new Error(`no function '${ServiceToken}' for the notifications of ${bucket}`);
  const caller = { principal: provider.definition.roleArn, context: {} };
  const requirePermission = permissionRequired(cloud.authorize, cloud.region);
  await requirePermission(caller, 's3:PutBucketNotification', `arn:aws:s3:::${bucket}`);
  const { QueueConfigurations = [], ...others } = (NotificationConfiguration ?? {}) as Properties;
  if (Object.keys(others).length > 0) {
    throw new Error(
      `the sandbox does not know '${Object.keys(others).join("', '")}' of the notifications of ${bucket}`,
    );
  }
  await cloud.notifications.put(bucket, QueueConfigurations as QueueConfiguration[]);
}

/** Its function is CDK's own and in Python, which the sandbox does not run; what it does is done here. */
export const s3BucketNotifications: ResourceType = {
  understood: ['BucketName', 'NotificationConfiguration', 'ServiceToken'],
  withoutEffect: {
    Managed: 'the stack has all notifications of the bucket',
    SkipDestinationValidation: 'a queue that S3 may not send to is better found here',
  },
  replacedBy: ['BucketName'],
  async create(resource, cloud) {
    await put(resource.properties, cloud);
    return { ref: madeUpName(resource), attributes: {} };
  },
  async update({ properties }, cloud, _, physical) {
    await put(properties, cloud);
    return physical;
  },
  delete: async ({ properties }, { notifications }) => notifications.remove(String(properties.BucketName)),
};
