import * as path from 'node:path';
import type { Duration, Size } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { PropsError } from '../checks/props-error';

/** What tells one function of this package from another. */
export interface BundledFunctionProps {
  readonly functionName: string;
  readonly description: string;
  /** The folder of its bundle, under `assets`. */
  readonly bundle: string;
  readonly role: iam.Role;
  readonly timeout: Duration;
  readonly memorySize: Size;
  readonly environment?: Record<string, string>;
  readonly logGroup: logs.ILogGroup;
}

/** Adds a function that was bundled at build, with a role that nothing else adds to. */
export function addBundledFunction(scope: Construct, id: string, props: BundledFunctionProps): lambda.Function {
  const { bundle, description, environment, functionName, logGroup, memorySize, role, timeout } = props;
  const closed = role.withoutPolicyUpdates();
  const handler = new lambda.Function(scope, id, {
    functionName,
    description,
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(path.join(__dirname, '..', '..', '..', 'assets', bundle)),
    handler: 'index.handler',
    environment,
    timeout,
    memorySize: memorySize.toMebibytes(),
    tracing: lambda.Tracing.ACTIVE,
    role: closed,
    logGroup,
  });
  refuseAdditions(closed, id);
  return handler;
}

/** Whoever adds a right to the function learns that it has no effect, instead of being told that it was granted. */
function refuseAdditions(role: iam.IRole, id: string): void {
  const refuse = () => {
    throw new PropsError(role, [
      `'${id}' must not get more rights: it does one thing; give them to a function of your own`,
    ]);
  };
  const methods = ['addToPolicy', 'addToPrincipalPolicy', 'attachInlinePolicy', 'addManagedPolicy'];
  for (const method of methods) Object.defineProperty(role, method, { value: refuse });
}
