import { createHash } from 'node:crypto';
import { CustomResource, Duration, Lazy, Stack } from 'aws-cdk-lib';
import type { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { KeyPolicyManager } from './key-policy-manager';
import { type DeployedPolicy, METADATA_KEY, RESOURCE_TYPE, type Revision } from '../../key-policy-manager/properties';
import type { KeyPolicy } from '../key-policy';
import { hasToken } from '../names/has-token';
import { late } from '../seal/late';
import type { Settings } from '../settings';

/**
 * Adds the custom resource that stands for the key policy of a construct.
 *
 * The policy is in its metadata, where only a deployment can write: the function reads it there. The properties hold a
 * digest, so that CloudFormation calls the function when the policy changes, and not the policy itself.
 *
 * Another key is another resource: its statements on the former key are removed once the new one is in use.
 */
export function addDeployedKeyPolicy(scope: Construct, settings: Settings, keyPolicy: KeyPolicy): CustomResource {
  const manager = KeyPolicyManager.of(scope, settings);
  manager.serve(settings);
  const stack = Stack.of(scope);
  const ofThisKey = new Construct(scope, `KeyPolicy${digest(stack.resolve(settings.keyArn)).slice(0, 8)}`);
  const content = () => contentOf(settings, keyPolicy);
  // never from a cache: CDK resolves once to find the references to other stacks, and again once they are imports
  const revision = (): Revision => revisionOf(content(), stack);
  const resource = new CustomResource(ofThisKey, 'Statements', {
    resourceType: RESOURCE_TYPE,
    serviceToken: manager.function.functionArn,
    serviceTimeout: SERVICE_TIMEOUT,
    properties: {
      Digest: late(Lazy.uncachedString({ produce: () => revision().Digest })),
      Values: late(Lazy.uncachedAny({ produce: () => revision().Values })),
    },
  });
  const metadata = late(Lazy.uncachedAny({ produce: () => ({ ...content(), ...revision() }) }));
  (resource.node.defaultChild as CfnResource).addMetadata(METADATA_KEY, metadata);
  resource.node.addDependency(manager.policy);
  return resource;
}

/** The function always answers within its time-out; this is for when it could not even start. */
const SERVICE_TIMEOUT = Duration.minutes(10);

type Content = Omit<DeployedPolicy, keyof Revision>;

function contentOf({ acceptedRules, keyArn, keyPolicyManagement, names }: Settings, keyPolicy: KeyPolicy): Content {
  const { way, ...options } = keyPolicyManagement;
  return {
    KeyArn: keyArn,
    Way: way === 'replace' ? 'replace' : 'merge',
    SidPrefix: names.sidPrefix,
    Statements: keyPolicy.toJson().Statement,
    AcceptedRules: acceptedRules,
    RemovedDelegations: options.removedDelegations,
    AcceptedDelegations: options.acceptedDelegations,
    AcceptedGrants: options.acceptedGrants,
    RequireImportedMaterial: options.requireImportedMaterial,
  };
}

/** Tells one policy from another before CloudFormation has resolved what only it knows. */
function revisionOf(content: Content, stack: Stack): Revision {
  if (!hasToken(content)) return { Digest: digest(content), Values: [] }; // as most are, and resolving takes its time
  const resolved = stack.resolve(content);
  const intrinsics = new Map(intrinsicsIn(resolved).map(intrinsic => [JSON.stringify(intrinsic), intrinsic]));
  return { Digest: digest(resolved), Values: [...intrinsics.values()] };
}

/** The intrinsic functions in a value: CloudFormation makes a text of each. */
function intrinsicsIn(value: unknown): any[] {
  if (Array.isArray(value)) return value.flatMap(intrinsicsIn);
  if (typeof value !== 'object' || value === null) return [];
  const [name, ...others] = Object.keys(value);
  const isIntrinsic = others.length === 0 && (name === 'Ref' || name?.startsWith('Fn::'));
  return isIntrinsic ? [value] : Object.values(value).flatMap(intrinsicsIn);
}

function digest(resolved: unknown): string {
  return createHash('sha256').update(JSON.stringify(resolved)).digest('hex');
}
