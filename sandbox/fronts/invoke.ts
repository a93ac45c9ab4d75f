import type { Cloud } from '../cloudformation/cloud';
import type { Outcome } from '../lambda/execution-environment';
import type { LambdaFunction } from '../lambda/function';

/** A function by its name or by its ARN, qualified or not. */
export function functionNamed({ functions }: Cloud, name: string): LambdaFunction | undefined {
  const bare = name.replace(/:\$LATEST$/, '');
  return [...functions.values()].find(({ arn, definition }) => bare === arn || bare === definition.name);
}

/** Invokes functions as a role: what it may not invoke, or what does not exist, is an error of the invocation. */
export const invokeAs =
  (cloud: Cloud, principal: string) =>
  async (functionArn: string, input: unknown): Promise<Outcome> => {
    const target = functionNamed(cloud, functionArn);
    const failed = (errorType: string, errorMessage: string): Outcome => ({ error: { errorType, errorMessage } });
    if (target === undefined) return failed('Lambda.ResourceNotFoundException', `Function not found: ${functionArn}`);
    const asked = { principal, action: 'lambda:InvokeFunction', resource: target.arn, context: {} };
    const verdict = await cloud.authorize(asked);
    if (verdict.allowed) return target.invoke(input);
    return failed(
      'Lambda.AccessDeniedException',
      `${principal} may not invoke ${functionArn} because ${verdict.reason}`,
    );
  };
