import { createHash } from 'node:crypto';
import { CustomResource, Duration, type IResolvable, Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { acknowledge, CUSTOM_RESOURCE_RULES, functionPolicyRules } from './acknowledgments';
import { addBundledFunction } from './bundled-function';
import { lambdaFor } from './principals';
import { renderManagerStatements } from '../../key-policy/identity/manager-identity';
import type { EarlierKeyPolicyProperties, KeyPolicyProperties } from '../../key-policy-manager/properties';
import type { Settings } from '../settings';

const DESCRIPTION = 'Looks after the policy of the key of an encrypted queue and table';

/**
 * Adds the function that puts the key's policy, and the custom resource that asks it to.
 *
 * Whatever belongs to one key has its own ids, so that another key is another resource: what was put on the old one is
 * taken out once the new one is in use.
 *
 * @param statements resolved at the end, as a grant may come in between
 * @returns what has to be there before anything uses the key
 */
export function addKeyPolicyManager(scope: Construct, settings: Settings, statements: IResolvable): CustomResource {
  const { keyArn, names } = settings;
  const { requireImportedMaterial, way } = settings.keyPolicyManagement;
  const manager = new Construct(scope, 'KeyPolicyManager');
  const role = new iam.Role(manager, 'Role', {
    roleName: names.policyManagerRoleName,
    path: settings.rolePath,
    description: DESCRIPTION,
    assumedBy: lambdaFor(names.policyManagerFunctionArn, names.account, settings.strictConditions),
  });
  const serviceToken = addFunction(manager, settings, role).functionArn;

  const ofThisKey = new Construct(manager, digest(Stack.of(scope).resolve(keyArn)));
  const policy = addPolicy(ofThisKey, settings, role);
  const earlier = way === 'replace' ? addEarlierPolicy(ofThisKey, serviceToken, keyArn, policy) : undefined;
  const properties: Required<Record<keyof KeyPolicyProperties, unknown>> = {
    KeyArn: keyArn,
    Way: way,
    SidPrefix: names.sidPrefix,
    Statements: statements,
    Earlier: earlier?.getAttString('Policy'),
    Accept: settings.acceptedRules,
    RequireImportedMaterial: String(requireImportedMaterial),
  };
  const resource = new CustomResource(ofThisKey, 'Statements', {
    resourceType: 'Custom::KeyPolicy',
    serviceToken,
    serviceTimeout: SERVICE_TIMEOUT,
    properties,
  });
  resource.node.addDependency(policy);
  return resource;
}

/** The function always answers within its time-out; this is for when it could not even start. */
const SERVICE_TIMEOUT = Duration.minutes(10);

function addEarlierPolicy(
  scope: Construct,
  serviceToken: string,
  keyArn: string,
  policy: iam.ManagedPolicy,
): CustomResource {
  // no other, not even a time-out: an update would read the replaced policy
  const properties: EarlierKeyPolicyProperties = { KeyArn: keyArn };
  const earlier = new CustomResource(scope, 'Earlier', {
    resourceType: 'Custom::EarlierKeyPolicy',
    serviceToken,
    properties: { ...properties },
  });
  earlier.node.addDependency(policy);
  return earlier;
}

function addPolicy(scope: Construct, { keyArn, names }: Settings, role: iam.Role): iam.ManagedPolicy {
  const { policyManagerFunctionArn: functionArn, policyManagerLogGroupArn: logGroupArn } = names;
  const policy = new iam.ManagedPolicy(scope, 'Policy', {
    description: DESCRIPTION,
    roles: [role],
    statements: renderManagerStatements({ functionArn, keyArn, logGroupArn }).map(statement =>
      iam.PolicyStatement.fromJson(statement),
    ),
  });
  acknowledge(policy, functionPolicyRules(logGroupArn));
  return policy;
}

function addFunction(scope: Construct, { names, logRetention }: Settings, role: iam.Role): lambda.Function {
  const handler = addBundledFunction(scope, 'Function', {
    functionName: names.policyManagerFunctionName,
    description: DESCRIPTION,
    bundle: 'key-policy-manager/key-policy-manager.lambda',
    role,
    timeout: Duration.minutes(4),
    memorySize: Size.mebibytes(256),
    log: { id: 'Log', logGroupName: names.policyManagerLogGroupName, retention: logRetention },
  });
  acknowledge(handler, CUSTOM_RESOURCE_RULES);
  return handler;
}

function digest(resolved: unknown): string {
  return `Key${createHash('sha256').update(JSON.stringify(resolved)).digest('hex').slice(0, 8)}`;
}
