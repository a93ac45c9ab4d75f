import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { Construct } from 'constructs';

/**
 * The partition of the stack, spelled out so that the key policy can be applied as it stands: `AWS::Partition` is known
 * to CloudFormation alone.
 */
export function partitionOf(scope: Construct): string {
  const { partition, region } = Stack.of(scope);
  return RegionInfo.get(region).partition ?? partition;
}
