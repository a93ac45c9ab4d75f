import { Stack } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import type { IConstruct } from 'constructs';

/**
 * The partition of the stack, spelled out so that the key policy can be applied as it stands: `AWS::Partition` is known
 * to CloudFormation alone.
 */
export function partitionOf(scope: IConstruct): string {
  const { partition, region } = Stack.of(scope);
  return RegionInfo.get(region).partition ?? partition;
}

/** What the names of the hosts of AWS end with there, spelled out for the same reason. */
export function urlSuffixOf(scope: IConstruct): string {
  const { region, urlSuffix } = Stack.of(scope);
  return RegionInfo.get(region).domainSuffix ?? urlSuffix;
}
