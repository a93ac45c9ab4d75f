import { createHash } from 'node:crypto';
import { KEY_ARN } from './key-policy-facts';
import { type ResourceOutcome } from '../../src/key-policy-manager/answer-cloudformation';
import { type Stack, type StackResource } from '../../src/key-policy-manager/confirm-request';
import { handle, type ManagerContext } from '../../src/key-policy-manager/handle';
import { type DeployedPolicy, METADATA_KEY } from '../../src/key-policy-manager/properties';
import { type ResourceRequest } from '../../src/key-policy-manager/resource-request';

export type Wanted = Pick<DeployedPolicy, 'Way' | 'SidPrefix' | 'Statements'> & Partial<DeployedPolicy>;

/** The id of the stack that the double stands for. */
export const STACK_ID = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/OrdersStack/1234';
export const LOGICAL_ID = 'OrdersKeyPolicy';

/** What a template says for a policy that is wanted. */
export function deployedPolicy(wanted: Wanted): DeployedPolicy {
  const policy = {
    KeyArn: KEY_ARN,
    AcceptedRules: [],
    RemovedDelegations: [],
    AcceptedDelegations: ['Enable IAM User Permissions'],
    AcceptedGrants: [],
    RequireImportedMaterial: false,
    Values: [],
    ...wanted,
  };
  return { ...policy, Digest: createHash('sha256').update(JSON.stringify(policy)).digest('hex') };
}

/** How CloudFormation describes a resource that has this policy. */
export function describedAs(status: string, policy: DeployedPolicy | undefined, physicalId?: string): StackResource {
  const metadata = JSON.stringify({ 'aws:cdk:path': 'OrdersStack/Orders', [METADATA_KEY]: policy });
  return { type: 'Custom::KeyPolicy', status, physicalId, metadata };
}

/** The request that CloudFormation sends for it. */
export function requestFor(
  RequestType: ResourceRequest['RequestType'],
  { Digest, Values }: DeployedPolicy,
  PhysicalResourceId?: string,
): ResourceRequest {
  return {
    RequestType,
    ResourceType: 'Custom::KeyPolicy',
    ResourceProperties: { ServiceToken: 'function', Digest, Values },
    ResponseURL: 'https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/answer',
    StackId: STACK_ID,
    RequestId: 'request',
    LogicalResourceId: LOGICAL_ID,
    ...(PhysicalResourceId !== undefined && { PhysicalResourceId }),
  };
}

/**
 * A stack with the custom resource of one construct, and as much of CloudFormation as it notices: create, update,
 * delete, the way back, and what DescribeStackResource says meanwhile.
 */
export class StackDouble implements Stack {
  public readonly id = STACK_ID;
  /** Every request that was sent. */
  public readonly requests: ResourceRequest[] = [];
  /** Told of each answer, with the policy that is to be there now. */
  public answered?: (outcome: ResourceOutcome, policy?: DeployedPolicy) => void;
  private deployed?: DeployedPolicy;
  private isStuck = false;
  private physicalId?: string;
  private described?: StackResource;

  /** @param timeOut ends when CloudFormation waits no longer */
  public constructor(
    private readonly context: () => Omit<ManagerContext, 'stack'>,
    private readonly timeOut: () => Promise<void> = async () => new Promise(() => {}),
  ) {}

  public async resource(logicalId: string): Promise<StackResource | undefined> {
    return logicalId === LOGICAL_ID ? this.described : undefined;
  }

  /**
   * A stack that could not be deleted has to be deleted before it can be made again.
   *
   * @param failsLater whether another resource of the stack fails once this one is done
   */
  public async deploy(wanted: Wanted, failsLater = false): Promise<ResourceOutcome> {
    const left = this.isStuck ? await this.destroy() : undefined;
    if (left?.status === 'FAILED') return left;
    const policy = deployedPolicy(wanted);
    const before = this.deployed;
    const outcome = await this.ask(before ? 'Update' : 'Create', policy);
    this.deployed = outcome.status === 'SUCCESS' && !failsLater ? policy : before;
    if (this.deployed === policy) return outcome;
    if (before) {
      await this.ask('Update', before);
    } else {
      this.deployed = policy;
      await this.destroy();
    }
    return outcome;
  }

  public async destroy(): Promise<ResourceOutcome | undefined> {
    const outcome = this.deployed && (await this.ask('Delete', this.deployed));
    this.isStuck = outcome?.status === 'FAILED';
    if (!this.isStuck) this.deployed = undefined;
    return outcome;
  }

  private async ask(type: ResourceRequest['RequestType'], policy: DeployedPolicy): Promise<ResourceOutcome> {
    const doing = type.toUpperCase();
    this.described = describedAs(`${doing}_IN_PROGRESS`, policy, this.physicalId);
    const request = requestFor(type, policy, type === 'Create' ? undefined : this.physicalId);
    this.requests.push(request);
    const given = { physicalResourceId: this.physicalId ?? 'OrdersStack-OrdersKeyPolicy-1A2B3C' };
    const outcome = await Promise.race([
      handle(request, { stack: this, ...this.context() }),
      this.timeOut().then(() => ({ status: 'FAILED' as const, ...given })),
    ]);
    this.physicalId = outcome.physicalResourceId;
    this.answered?.(outcome, type === 'Delete' ? undefined : policy);
    const done = outcome.status === 'SUCCESS' ? 'COMPLETE' : 'FAILED';
    this.described = describedAs(`${doing}_${done}`, policy, this.physicalId);
    if (type === 'Delete' && outcome.status === 'SUCCESS') this.described = this.physicalId = undefined;
    return outcome;
  }
}
