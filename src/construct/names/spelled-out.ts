import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { partitionOf } from './partition';

/**
 * A text with the partition, account and Region of its stack written out where CDK left them to CloudFormation. What
 * then still is not known at synth stays undefined.
 */
export function spelledOut(scope: IConstruct, text: string | undefined): string | undefined {
  const { account, region } = Stack.of(scope);
  const known: Record<string, string> = {
    'AWS::Partition': partitionOf(scope),
    'AWS::AccountId': account,
    'AWS::Region': region,
  };
  const resolved: unknown = Stack.of(scope).resolve(text);
  const parts = [(resolved as Join | undefined)?.['Fn::Join']?.[1] ?? resolved].flat();
  const texts = parts.map(part => (typeof part === 'string' ? part : known[(part as Ref | undefined)?.Ref ?? '']));
  return texts.every(part => typeof part === 'string' && !/\$\{Token/.test(part)) ? texts.join('') : undefined;
}

interface Ref {
  readonly Ref?: string;
}

interface Join {
  readonly 'Fn::Join'?: [string, unknown[]];
}
