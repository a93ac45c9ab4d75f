import type { ForwardAccess } from '../gateway/forward-access';
import type { Identity } from '../iam/identities';

/** A queue under a KMS key. */
export interface EncryptedQueue {
  readonly arn: string;
  readonly keyId: string;
  readonly reusePeriodSeconds: number;
}

/**
 * The data keys of SQS: a producer has one generated and checks it by decrypting it, a consumer decrypts it,
 * and each principal may use it for the reuse period before KMS is asked again.
 */
export class QueueKeys {
  /** The encrypted data key of each queue, as KMS gave it. */
  private readonly latest = new Map<string, string>();
  private readonly usableUntil = new Map<string, number>();

  public constructor(
    private readonly access: ForwardAccess,
    private readonly now: () => Date,
  ) {}

  /** @throws the error of KMS if the caller may not encrypt a message of the queue */
  public async useToSend(caller: Identity, queue: EncryptedQueue): Promise<void> {
    await this.oncePerReusePeriod('send', caller, queue, async () => {
      const EncryptionContext = { 'aws:sqs:arn': queue.arn };
      const { CiphertextBlob } = await this.access.call(caller, 'GenerateDataKey', {
        KeyId: queue.keyId,
        KeySpec: 'AES_256',
        EncryptionContext,
      });
      await this.access.call(caller, 'Decrypt', { CiphertextBlob, EncryptionContext });
      this.latest.set(queue.arn, CiphertextBlob as string);
    });
  }

  /** @throws the error of KMS if the caller may not decrypt the messages that were sent to the queue */
  public async useToReceive(caller: Identity, queue: EncryptedQueue): Promise<void> {
    const dataKey = this.latest.get(queue.arn);
    if (dataKey === undefined) return; // nothing was ever sent to it
    await this.oncePerReusePeriod('receive', caller, queue, async () => {
      await this.access.call(caller, 'Decrypt', {
        CiphertextBlob: dataKey,
        EncryptionContext: { 'aws:sqs:arn': queue.arn },
      });
    });
  }

  private async oncePerReusePeriod(
    way: string,
    caller: Identity,
    queue: EncryptedQueue,
    use: () => Promise<void>,
  ): Promise<void> {
    const slot = [way, caller.principal, queue.arn, queue.keyId].join(' ');
    if (this.now().getTime() < (this.usableUntil.get(slot) ?? 0)) return;
    await use();
    this.usableUntil.set(slot, this.now().getTime() + queue.reusePeriodSeconds * 1000);
  }
}
