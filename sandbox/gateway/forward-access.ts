import type { FaultKind, ServiceFaults } from '../faults/service-faults';
import type { Identity } from '../iam/identities';
import { KmsError } from '../kms/kms-error';
import type { KmsServer } from '../kms/kms-server';

type Fields = Awaited<ReturnType<KmsServer['call']>>;

/**
 * KMS as a service uses it on behalf of its caller: the principal is the caller, and `kms:ViaService` says through
 * whom.
 *
 * Whether `lambda:SourceFunctionArn` survives into such a call is not documented, so it is left out: [U].
 * `aws:SourceArn`, for which resource a service sends, is documented for SNS and S3.
 */
export class ForwardAccess {
  private readonly context: Readonly<Record<string, string>>;

  public constructor(
    private readonly service: 'sqs' | 'dynamodb',
    private readonly region: string,
    private readonly kms: Pick<KmsServer, 'call'>,
    private readonly faults: Pick<ServiceFaults, 'around'>,
  ) {
    this.context = { 'kms:ViaService': `${service}.${region}.amazonaws.com`, 'aws:ViaAWSService': 'true' };
  }

  /** @throws KmsError if KMS refuses the caller, or the key is not usable */
  public async call({ principal, context }: Identity, action: string, input: Fields): Promise<Fields> {
    const isSource = ([name]: readonly string[]): boolean => /^aws:(Source|PrincipalIsAWSService)/.test(name);
    const caller = { principal, context: Object.fromEntries(Object.entries(context).filter(isSource)) };
    const refuse = (kind: FaultKind): never => {
      const [code, message] = REFUSALS[kind] ?? REFUSALS.failing!;
      throw new KmsError(code, message);
    };
    return this.faults.around(
      { service: 'kms', operation: action, caller, via: this.service },
      async () => this.kms.call({ ...caller, region: this.region }, action, input, this.context),
      refuse,
    );
  }
}

/** What KMS says when something goes wrong on purpose. */
const REFUSALS: Partial<Record<FaultKind, readonly [code: string, message: string]>> = {
  disabled: ['DisabledException', 'The key is disabled, by a fault of the sandbox.'],
  failing: ['KMSInternalException', 'KMS fails, by a fault of the sandbox.'],
  refused: ['AccessDeniedException', 'The key policy allows nobody, by a fault of the sandbox.'],
  throttled: ['ThrottlingException', 'You have exceeded the rate at which you may call KMS.'],
};
