import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a custom resource answers. */
export interface CustomResourceResponse {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** What stands for the pre-signed S3 URLs to which custom resources send their answers. */
export class ResponseEndpoint {
  public static async start(): Promise<ResponseEndpoint> {
    const server = createServer();
    const endpoint = new ResponseEndpoint(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const waiting = request.method === 'PUT' ? endpoint.waiting.get(request.url ?? '') : undefined;
          response.writeHead(waiting === undefined ? 403 : 200).end();
          endpoint.waiting.delete(request.url ?? '');
          waiting?.(JSON.parse(Buffer.concat(chunks).toString('utf8')) as CustomResourceResponse);
        });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  private readonly waiting = new Map<string, (response: CustomResourceResponse) => void>();

  private constructor(private readonly server: Server) {}

  /** A URL that takes one answer, and that answer. */
  public expect(): { readonly url: string; readonly answered: Promise<CustomResourceResponse> } {
    const path = `/${randomUUID()}`;
    const answered = new Promise<CustomResourceResponse>(resolve => this.waiting.set(path, resolve));
    return { url: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`, answered };
  }

  public async close(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }
}
