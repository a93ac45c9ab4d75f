import { type Statement } from '../key-policy/statement';

/** The type of the custom resource that stands for the policy of a key. */
export const RESOURCE_TYPE = 'Custom::KeyPolicy';

/** Where the deployed policy stands in the metadata of the custom resource. */
export const METADATA_KEY = 'EncryptedQueueToTable::KeyPolicy';

/**
 * What a construct wants in the policy of its key, as the deployed template says it.
 *
 * It stands in the metadata of the custom resource, where only a deployment can write. The function reads it there and
 * puts nothing that comes with an event.
 */
export interface DeployedPolicy extends Revision {
  readonly KeyArn: string;
  readonly Way: 'merge' | 'replace';
  readonly SidPrefix: string;
  readonly Statements: readonly Statement[];
  /** Ids of lint rules whose findings are intended. */
  readonly AcceptedRules: readonly string[];
  /** With `merge`: Sids of statements that leave the key to IAM, to be taken out. */
  readonly RemovedDelegations: readonly string[];
  /** With `merge`: Sids of statements that leave the key to IAM, to be left as they are. */
  readonly AcceptedDelegations: readonly string[];
  /** With `replace`: ids of grants that are known and stay. */
  readonly AcceptedGrants: readonly string[];
  /** Whether a key of another origin than EXTERNAL is refused. */
  readonly RequireImportedMaterial: boolean;
}

/**
 * Which revision of a deployed policy is meant. It is all that the properties of the custom resource hold: they tell
 * CloudFormation when to call, and the function whether the metadata it reads is that of the call.
 */
export interface Revision {
  /** The SHA-256 of the deployed policy as the template holds it, with what only CloudFormation knows as intrinsics. */
  readonly Digest: string;
  /** The values of those intrinsics, in their order in the text. */
  readonly Values: readonly string[];
}

/** The attributes of the custom resource: what was on the key before a deployment took statements of others out. */
export interface KeyPolicyAttributes {
  readonly ReplacedPolicy: string;
}

/** A construct's statements on a key: what CloudFormation knows the custom resource by. */
export interface PolicyPlace {
  readonly keyArn: string;
  readonly sidPrefix: string;
}

/** The physical id of a custom resource. Another key is another resource: CloudFormation has the former one removed. */
export function renderPhysicalId({ keyArn, sidPrefix }: PolicyPlace): string {
  return `${keyArn} ${sidPrefix}`;
}

export function parsePhysicalId(text: unknown): PolicyPlace | undefined {
  const [, keyArn, sidPrefix] = /^(arn:\S+) (\S+)$/.exec(typeof text === 'string' ? text : '') ?? [];
  return keyArn && sidPrefix ? { keyArn, sidPrefix } : undefined;
}

/** The physical id of a resource whose creation failed before anything was put: there is nothing to remove. */
export const NOTHING_PUT = 'nothing put';
