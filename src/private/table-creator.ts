import { BootstraplessSynthesizer, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * The role that CloudFormation acts as, and so the one that creates the table: none if the stack's synthesizer knows no bootstrap.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export function bootstrapExecutionRoleArns(scope: Construct): string[] {
  const stack = Stack.of(scope);
  const { synthesizer } = stack;
  const bootstrapped = synthesizer instanceof DefaultStackSynthesizer && !(synthesizer instanceof BootstraplessSynthesizer);
  return bootstrapped ? [synthesizer.cloudFormationExecutionRoleArn.replace('${AWS::Partition}', stack.partition)] : [];
}
