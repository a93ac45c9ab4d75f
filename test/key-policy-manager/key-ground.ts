import { type KmsServer, startKmsServer } from '../../sandbox/kms/kms-server';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { type ResourceOutcome } from '../../src/key-policy-manager/answer-cloudformation';
import { handle } from '../../src/key-policy-manager/handle';
import { kmsClient, kmsKey } from '../../src/key-policy-manager/kms-key';
import { keyPolicyFacts, role } from '../support/key-policy-facts';
import { deployedPolicy, describedAs, requestFor, STACK_ID, type Wanted } from '../support/stack-double';
import { TickingClock } from '../support/ticking-clock';

const CALLER = { principal: role('OrdersPolicyManager'), context: {} };

export const STATEMENTS = renderKeyPolicyStatements(keyPolicyFacts());

/** A key for each test, whose policy the manager changes as CloudFormation asks it to. */
export class KeyGround {
  public static async open(): Promise<KeyGround> {
    const unknown = new Set<string>();
    const kms = await startKmsServer({ principalExists: principal => !unknown.has(principal) });
    const ground = new KeyGround(kms, unknown);
    await ground.takeKey({ Origin: 'EXTERNAL' });
    return ground;
  }

  public keyArn = '';
  public readonly reports: Array<Record<string, unknown>> = [];

  private constructor(
    public readonly kms: KmsServer,
    /** The roles that KMS does not see yet. */
    public readonly unknown: Set<string>,
  ) {}

  public async close(): Promise<void> {
    await this.kms.close();
  }

  /** Creates a key, which from now on is the one that is asked for. */
  public async takeKey(properties: object): Promise<void> {
    const { KeyMetadata } = (await this.call('CreateKey', properties)) as { KeyMetadata: { Arn: string } };
    this.keyArn = KeyMetadata.Arn;
  }

  public async call(operation: string, input: object): Promise<unknown> {
    return this.kms.call(CALLER, operation, input);
  }

  public get physicalId(): string {
    return `${this.keyArn} Orders`;
  }

  public async policy(): Promise<PolicyDocument> {
    const { Policy } = (await this.call('GetKeyPolicy', { KeyId: this.keyArn })) as { Policy: string };
    return JSON.parse(Policy) as PolicyDocument;
  }

  public async putByHand(...statements: readonly Statement[]): Promise<void> {
    const policy = { Version: '2012-10-17', Statement: statements };
    await this.call('PutKeyPolicy', { KeyId: this.keyArn, Policy: JSON.stringify(policy) });
  }

  public putRequests(): KmsServer['requests'] {
    return this.kms.requests.filter(({ action }) => action === 'PutKeyPolicy');
  }

  public merging(changes: Partial<Wanted> = {}): Wanted {
    return { KeyArn: this.keyArn, Way: 'merge', SidPrefix: 'Orders', Statements: STATEMENTS, ...changes };
  }

  public replacing(changes: Partial<Wanted> = {}): Wanted {
    return this.merging({ Way: 'replace', ...changes });
  }

  /** Has CloudFormation ask for it. */
  public async ask(
    type: 'Create' | 'Update' | 'Delete',
    what: Wanted = this.merging(),
    { clock = new TickingClock(200_000), physicalId = type === 'Create' ? undefined : this.physicalId } = {},
  ): Promise<ResourceOutcome> {
    const client = kmsClient({
      endpoint: this.kms.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const deployed = deployedPolicy(what);
    const described = describedAs(`${type.toUpperCase()}_IN_PROGRESS`, deployed, physicalId);
    return handle(requestFor(type, deployed, physicalId), {
      stack: { id: STACK_ID, resource: async () => described },
      keyOf: arn => kmsKey(client, arn),
      deadline: clock,
      report: (event, details) => this.reports.push({ event, ...details }),
    });
  }
}
