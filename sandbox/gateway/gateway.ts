import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Service, WireResponse } from './wire';
import type { Clock } from '../clock/clock';
import type { Identities, Identity } from '../iam/identities';

export interface Gateway {
  readonly endpoint: string;
  /** Says what answers requests signed for a service, such as `sqs`. */
  serve(service: string, answer: Service): void;
  close(): Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const failure = (status: number, type: string, message: string): WireResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ __type: type, message }),
});

/**
 * The one door to every service of the sandbox: a request is for the service that its signature names,
 * and comes from whoever the identities know behind its access key.
 */
export async function startGateway(
  identities: Identities,
  clock: Clock,
  watch: (caller: Identity) => void = () => undefined,
): Promise<Gateway> {
  const services = new Map<string, Service>();

  const answer = async (message: IncomingMessage, abandoned: AbortSignal): Promise<WireResponse> => {
    const { authorization } = message.headers;
    const name = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(authorization ?? '')?.[1];
    if (name === undefined) return failure(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    const service = services.get(name);
    if (service === undefined) return failure(501, 'NotImplemented', `the sandbox has no service '${name}'`);
    const headers = Object.fromEntries(Object.entries(message.headers).map(([key, value]) => [key, String(value)]));
    const caller = identities.callerOf(authorization);
    watch(caller);
    return service({ path: message.url ?? '/', headers, body: await bodyOf(message), caller, abandoned });
  };

  const server = createServer((message, response) => {
    const abandoned = new AbortController();
    response.on('close', () => abandoned.abort());
    clock
      .during(async () => answer(message, abandoned.signal))
      .catch((error: Error) => failure(500, 'InternalFailure', `sandbox: ${error.stack ?? error.message}`))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (service, respond) => void services.set(service, respond),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
