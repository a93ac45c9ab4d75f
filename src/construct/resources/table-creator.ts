import { BootstraplessSynthesizer, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { partitionOf } from './partition';

/**
 * The role that CloudFormation acts as, and so the one that creates the table: none if the stack's synthesizer knows no
 * bootstrap.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export function bootstrapExecutionRoleArn(scope: Construct): string | undefined {
  const { synthesizer } = Stack.of(scope);
  const bootstrapped =
    synthesizer instanceof DefaultStackSynthesizer && !(synthesizer instanceof BootstraplessSynthesizer);
  return bootstrapped
    ? synthesizer.cloudFormationExecutionRoleArn.replace('${AWS::Partition}', partitionOf(scope))
    : undefined;
}
