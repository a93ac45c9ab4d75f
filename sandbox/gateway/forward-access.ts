import type { Identity } from '../iam/identities';
import type { KmsServer } from '../kms/kms-server';

type Fields = Awaited<ReturnType<KmsServer['call']>>;

/**
 * KMS as a service uses it on behalf of its caller: the principal is the caller, and `kms:ViaService` says through
 * whom.
 *
 * Whether `lambda:SourceFunctionArn` survives into such a call is not documented, so it is left out: [U].
 */
export class ForwardAccess {
  private readonly context: Readonly<Record<string, string>>;

  public constructor(
    service: 'sqs' | 'dynamodb',
    private readonly region: string,
    private readonly kms: Pick<KmsServer, 'call'>,
  ) {
    this.context = { 'kms:ViaService': `${service}.${region}.amazonaws.com`, 'aws:ViaAWSService': 'true' };
  }

  /** @throws KmsError if KMS refuses the caller, or the key is not usable */
  public async call({ principal }: Identity, action: string, input: Fields): Promise<Fields> {
    return this.kms.call({ principal, context: {}, region: this.region }, action, input, this.context);
  }
}
