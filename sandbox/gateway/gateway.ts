import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jsonError } from './json-protocol';
import type { UnknownCall } from './operations';
import { xmlError } from './query-protocol';
import { ServiceError } from './service-error';
import type { Service, WireResponse } from './wire';
import type { Clock } from '../clock/clock';
import { ConnectionLost } from '../faults/connection-lost';
import type { Identities, Identity } from '../iam/identities';

export interface Gateway {
  readonly endpoint: string;
  /** Says what answers requests signed for a service, such as `sqs`. */
  serve(service: string, answer: Service): void;
  close(): Promise<void>;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** An error in the protocol in which the client asked. */
function failure({ headers }: Pick<IncomingMessage, 'headers'>, error: ServiceError): WireResponse {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? xmlError(error, 'https://sandbox.amazonaws.com/doc/') : jsonError(error);
}

/**
 * The one door to every service of the sandbox: a request is for the service that its signature names,
 * and comes from whoever the identities know behind its access key.
 */
export async function startGateway(
  identities: Identities,
  clock: Clock,
  watch: (caller: Identity) => void = () => undefined,
  unknownCall: UnknownCall = () => undefined,
): Promise<Gateway> {
  const services = new Map<string, Service>();

  const answer = async (message: IncomingMessage, abandoned: AbortSignal): Promise<WireResponse> => {
    const { authorization } = message.headers;
    const name = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(authorization ?? '')?.[1] ?? presigned(message.url);
    if (name === undefined) {
      return failure(message, new ServiceError('MissingAuthenticationToken', 'Missing Authentication Token', 403));
    }
    const service = services.get(name);
    if (service === undefined) {
      unknownCall(`${name}: no such service`);
      return failure(message, new ServiceError('NotImplemented', `the sandbox has no service '${name}'`, 501));
    }
    const headers = Object.fromEntries(Object.entries(message.headers).map(([key, value]) => [key, String(value)]));
    const caller = identities.callerOf(authorization);
    watch(caller);
    const bytes = await bytesOf(message);
    const { method = 'GET', url: path = '/' } = message;
    return service({ method, path, headers, bytes, body: bytes.toString('utf8'), caller, abandoned });
  };

  const server = createServer((message, response) => {
    const abandoned = new AbortController();
    response.on('close', () => abandoned.abort());
    clock
      .during(async () => answer(message, abandoned.signal))
      .catch((error: Error) => {
        if (error instanceof ConnectionLost) throw error;
        return failure(message, new ServiceError('InternalFailure', `sandbox: ${error.stack ?? error.message}`, 500));
      })
      .then(({ status, headers, body, bytes }) => response.writeHead(status, headers).end(bytes ?? body))
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

/** What answers requests that are signed in their URL. */
export const PRESIGNED = 'presigned';

const presigned = (url = ''): string | undefined => (/[?&]X-Amz-Signature=/.test(url) ? PRESIGNED : undefined);
