import type { KMSClient } from '@aws-sdk/client-kms';
import type { STSClient } from '@aws-sdk/client-sts';

/** One call as CloudTrail will know it. */
export interface LoggedRequest {
  readonly operation: string;
  readonly requestId?: string;
  readonly error?: string;
}

interface Metadata {
  readonly $metadata?: { readonly requestId?: string };
}

/** Collects the request ids of what a client sends: the thread from a ceremony's record to CloudTrail. */
export class RequestLog {
  private pending: LoggedRequest[] = [];

  public watch<Client extends KMSClient | STSClient>(client: Client): Client {
    const { middlewareStack: stack } = client as KMSClient;
    stack.add(
      (next, context) => async args => {
        const operation = (context.commandName ?? '').replace(/Command$/, '');
        try {
          const result = await next(args);
          this.pending.push({ operation, requestId: (result.output as Metadata).$metadata?.requestId });
          return result;
        } catch (error) {
          const { name, $metadata: metadata } = error as Error & Metadata;
          this.pending.push({ operation, ...(metadata?.requestId && { requestId: metadata.requestId }), error: name });
          throw error;
        }
      },
      { step: 'initialize', name: 'requestLog' },
    );
    return client;
  }

  /** What was sent since the last time of asking. */
  public takeLogged(): LoggedRequest[] {
    const logged = this.pending;
    this.pending = [];
    return logged;
  }
}
