import { KMSClient } from '@aws-sdk/client-kms';
import { clientConfiguration } from './aws';
import { UsageError } from './cli-error';
import { patient } from './patience';
import type { VerbContext } from './verb';
import { parseArn } from '../arn';
import { RequestLog } from '../ceremony/request-log';

/** The KMS clients of one command line: one a Region, all watched by one log of request ids. */
export class Clients {
  public readonly requests = new RequestLog();
  private readonly made = new Map<string, KMSClient>();
  private readonly keyRegion: string | undefined;

  /** @param keyId names the Region when it is an ARN; a different `--region` beside it is refused */
  public constructor(
    private readonly context: VerbContext,
    keyId?: string,
  ) {
    this.keyRegion = parseArn(keyId)?.region || undefined;
    const said = context.values.text('region');
    if (said && this.keyRegion && said !== this.keyRegion) {
      throw new UsageError(`--region is ${said}, but the key ARN is of ${this.keyRegion}`);
    }
  }

  /** The Region of the key, as far as the command line and the environment know it. */
  public get region(): string | undefined {
    return this.keyRegion ?? this.context.aws.region;
  }

  /** The client of the Region of the key, or of another one. */
  public kms(region = this.region): KMSClient {
    return this.make(region, {});
  }

  /** A client that does not retry, for what must not happen twice. */
  public once(region = this.region): KMSClient {
    return this.make(region, { maxAttempts: 1 });
  }

  public close(): void {
    this.made.forEach(client => client.destroy());
  }

  private make(region: string | undefined, more: { maxAttempts?: number }): KMSClient {
    const name = `${region} ${more.maxAttempts}`;
    const client = this.made.get(name) ?? this.makeNew(region, more);
    this.made.set(name, client);
    return client;
  }

  private makeNew(region: string | undefined, more: { maxAttempts?: number }): KMSClient {
    const { aws, terminal } = this.context;
    if (region === undefined) throw new UsageError('missing --region, or AWS_REGION');
    const client = new KMSClient({ ...clientConfiguration(aws, region), ...more });
    return patient(this.requests.watch(client), `KMS in ${region}`, text => terminal.waiting(text));
  }
}

/** Lends the clients to a piece of work and closes them afterwards. */
export async function withClients<T>(
  context: VerbContext,
  keyId: string | undefined,
  work: (clients: Clients) => Promise<T>,
): Promise<T> {
  const clients = new Clients(context, keyId);
  try {
    return await work(clients);
  } finally {
    clients.close();
  }
}
