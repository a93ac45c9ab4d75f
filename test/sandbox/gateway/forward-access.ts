import { KMSClient } from '@aws-sdk/client-kms';
import type { Identities, Identity } from '../identities';

/**
 * KMS as a service uses it on behalf of its caller: the principal is the caller, and `kms:ViaService` says through whom.
 *
 * Whether `lambda:SourceFunctionArn` survives into such a call is not documented, so it is left out: [U].
 */
export class ForwardAccess {
  private readonly clients = new Map<string, KMSClient>();

  public constructor(
    private readonly service: 'sqs' | 'dynamodb',
    private readonly region: string,
    private readonly identities: Identities,
    private readonly kmsEndpoint: string,
  ) {}

  public kmsFor(caller: Identity): KMSClient {
    const known = this.clients.get(caller.principal);
    if (known !== undefined) return known;
    const context = { 'kms:ViaService': `${this.service}.${this.region}.amazonaws.com`, 'aws:ViaAWSService': 'true' };
    const client = new KMSClient({
      endpoint: this.kmsEndpoint,
      region: this.region,
      credentials: this.identities.credentialsOf(caller.principal, context),
      maxAttempts: 1,
    });
    this.clients.set(caller.principal, client);
    return client;
  }

  public close(): void {
    for (const client of this.clients.values()) client.destroy();
  }
}
