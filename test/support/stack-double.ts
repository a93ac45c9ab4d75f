import { KEY_ARN } from './key-policy-facts';
import { type Outcome, type ResourceRequest } from '../../src/key-policy-manager/cloudformation-answer';
import { handle, type Surroundings } from '../../src/key-policy-manager/handle';
import { type KeyPolicyProperties } from '../../src/key-policy-manager/properties';

export type Wanted = Omit<KeyPolicyProperties, 'KeyArn' | 'Earlier'>;

/**
 * A stack with the custom resources of one construct, and as much of CloudFormation as they notice: create, update,
 * delete, and the way back.
 */
export class StackDouble {
  private deployed?: KeyPolicyProperties;
  private kept?: string;

  public constructor(private readonly surroundings: () => Surroundings) {}

  /** @param failsLater whether another resource of the stack fails once this one is done */
  public async deploy(wanted: Wanted, failsLater = false): Promise<Outcome> {
    const { deployed, kept } = this;
    const properties = await this.withEarlier(wanted);
    if ('status' in properties) return properties;
    const outcome = await this.ask(deployed ? 'Update' : 'Create', properties, deployed);
    if (outcome.status === 'SUCCESS' && !failsLater) {
      this.deployed = properties;
      return outcome;
    }
    await (deployed ? this.ask('Update', deployed, properties) : this.ask('Delete', properties));
    this.kept = kept;
    return outcome;
  }

  public async destroy(): Promise<Outcome | undefined> {
    const { deployed } = this;
    this.deployed = this.kept = undefined;
    return deployed && this.ask('Delete', deployed);
  }

  private async withEarlier(wanted: Wanted): Promise<KeyPolicyProperties | Outcome> {
    if (wanted.Way === 'merge') {
      this.kept = undefined;
      return { ...wanted, KeyArn: KEY_ARN };
    }
    if (this.kept === undefined) {
      const outcome = await this.send('Create', 'Custom::EarlierKeyPolicy', { KeyArn: KEY_ARN });
      if (outcome.status === 'FAILED') return outcome;
      this.kept = outcome.data!.Policy!;
    }
    return { ...wanted, KeyArn: KEY_ARN, Earlier: this.kept };
  }

  private async ask(
    type: ResourceRequest['RequestType'],
    properties: KeyPolicyProperties,
    old?: KeyPolicyProperties,
  ): Promise<Outcome> {
    return this.send(type, 'Custom::KeyPolicy', { ...properties }, old && { ...old });
  }

  private async send(
    RequestType: ResourceRequest['RequestType'],
    ResourceType: string,
    ResourceProperties: ResourceRequest['ResourceProperties'],
    OldResourceProperties?: ResourceRequest['OldResourceProperties'],
  ): Promise<Outcome> {
    return handle(
      {
        RequestType,
        ResourceType,
        ResourceProperties,
        OldResourceProperties,
        ResponseURL: 'https://example.com/answer',
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'KeyPolicy',
        PhysicalResourceId: RequestType === 'Create' ? undefined : 'physical',
      },
      this.surroundings(),
    );
  }
}
