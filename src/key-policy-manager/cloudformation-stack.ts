import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { type Stack } from './confirm-request';
import { REQUEST_MILLISECONDS } from './converge';

export function cloudFormationClient(): CloudFormationClient {
  const requestHandler = {
    connectionTimeout: REQUEST_MILLISECONDS,
    requestTimeout: 2 * REQUEST_MILLISECONDS,
    throwOnRequestTimeout: true,
  };
  return new CloudFormationClient({ maxAttempts: 1, requestHandler });
}

/** A stack of CloudFormation, by its id: a name may belong to another stack one day. */
export function cloudFormationStack(client: CloudFormationClient, id: string): Stack {
  return {
    id,
    resource: async LogicalResourceId => {
      const { StackResourceDetail: detail } = await client.send(
        new DescribeStackResourceCommand({ StackName: id, LogicalResourceId }),
      );
      return (
        detail && {
          type: detail.ResourceType!,
          status: detail.ResourceStatus!,
          physicalId: detail.PhysicalResourceId,
          metadata: detail.Metadata,
        }
      );
    },
  };
}
