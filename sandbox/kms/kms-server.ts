import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderCallerIdentity } from './caller-identity';
import { dispatch } from './dispatcher';
import { type Fault, Faults } from './faults';
import { GrantStore } from './grant-store';
import { ImportTokens } from './import-tokens';
import { KeyStore } from './key-store';
import { KmsError } from './kms-error';
import { type Account, type ConditionKeys, type Json } from './operation';
import { allowEverything, type Authorize } from '../iam/authorization';
import { Identities, type Identity } from '../iam/identities';

export { type Fault, Faults } from './faults';
export { KmsError } from './kms-error';

const DEFAULT_REGION = 'eu-west-1';

export interface KmsServerOptions {
  /** @default 111122223333 */
  readonly account?: string;
  readonly identities?: Identities;
  readonly authorize?: Authorize;
  /** What a policy that is about to be put would say of a call: the lockout check asks it. @default no lockout check */
  readonly authorizeUnder?: Account['authorizeUnder'];
  /** Whether a principal named in a policy exists. @default all do */
  readonly principalExists?: Account['principalExists'];
  readonly now?: () => Date;
  /** Told of each call when it has been answered. */
  readonly watch?: Account['watch'];
  /** @default a free one */
  readonly port?: number;
}

/** One request the server saw, as it came. */
export interface RecordedRequest {
  readonly action: string;
  readonly input: Json;
  readonly principal: string;
  readonly region: string;
  readonly requestId: string;
}

export interface KmsServer {
  readonly endpoint: string;
  readonly keys: KeyStore;
  readonly grants: GrantStore;
  readonly faults: Faults;
  /** Every KMS call that came over HTTP, oldest first. */
  readonly requests: RecordedRequest[];
  /**
   * Calls KMS from inside the process, as a service does on behalf of its caller: JSON as on the wire, blobs in base64.
   */
  call(
    caller: Identity & { readonly region?: string },
    action: string,
    input: Json,
    context?: ConditionKeys,
  ): Promise<Json>;
  close(): Promise<void>;
}

/**
 * Starts a KMS that speaks the wire protocol on 127.0.0.1: one endpoint for every Region, which is read from the
 * signature.
 */
export async function startKmsServer(options: KmsServerOptions = {}): Promise<KmsServer> {
  const { account: id = '111122223333', authorize = allowEverything, now = () => new Date() } = options;
  const identities = options.identities ?? new Identities({ principal: `arn:aws:iam::${id}:root`, context: {} });
  const account: Account = {
    id,
    keys: new KeyStore(id),
    grants: new GrantStore(),
    tokens: new ImportTokens(),
    now,
    principalExists: options.principalExists ?? (() => true),
    authorizeUnder: options.authorizeUnder,
    watch: options.watch,
  };
  const faults = new Faults();
  const requests: RecordedRequest[] = [];

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID();
    const caller = identities.callerOf(request.headers.authorization);
    const region = caller.region ?? DEFAULT_REGION;
    const body = await read(request);
    const target = request.headers['x-amz-target'];
    const action = typeof target === 'string' ? target.replace('TrentService.', '') : 'GetCallerIdentity';
    const fault: Fault | undefined = faults.take(action);
    if (fault === 'connection lost before') {
      response.destroy();
      return;
    }
    const answer = await answerTo(action, body, { ...caller, region }, requestId, fault);
    if (fault === 'connection lost after') {
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': answer.type, 'x-amzn-requestid': requestId });
    response.end(answer.body);
  };

  const answerTo = async (
    action: string,
    body: string,
    caller: Identity & { region: string },
    requestId: string,
    fault: Fault | undefined,
  ) => {
    const type = 'application/x-amz-json-1.1';
    try {
      if (fault instanceof KmsError) throw fault;
      if (action === 'GetCallerIdentity') {
        return { status: 200, type: 'text/xml', body: renderCallerIdentity(caller, id, requestId) };
      }
      const input = JSON.parse(body || '{}') as Json;
      requests.push({ action, input, principal: caller.principal, region: caller.region, requestId });
      return {
        status: 200,
        type,
        body: JSON.stringify(await dispatch(account, authorize, caller, caller.region, action, input)),
      };
    } catch (error) {
      const { code, message, status } =
        error instanceof KmsError ? error : new KmsError('KMSInternalException', String(error));
      const text = code === 'AccessDeniedException' ? { Message: message } : { message };
      return { status, type, body: JSON.stringify({ __type: code, ...text }) };
    }
  };

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keys: account.keys,
    grants: account.grants,
    faults,
    requests,
    call: (caller, action, input, context) =>
      dispatch(account, authorize, caller, caller.region ?? DEFAULT_REGION, action, input, context),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve, reject) => server.close(error => (error ? reject(error) : resolve())));
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
