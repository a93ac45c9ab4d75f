import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type KeyDouble } from './key-double';
import { LOGICAL_ID, STACK_ID } from './stack-double';
import type { PolicyDocument } from '../../src/key-policy/statement';
import type { StackResource } from '../../src/key-policy-manager/confirm-request';

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * What the built function talks to: CloudFormation with one resource, KMS with keys whose policies are kept, and the
 * URL that takes answers.
 */
export class CloudFormationEndpoint {
  public static readonly STACK_ID = STACK_ID;

  public static async start(): Promise<CloudFormationEndpoint> {
    const endpoint = new CloudFormationEndpoint();
    await new Promise<void>(resolve => endpoint.server.listen(0, '127.0.0.1', resolve));
    return endpoint;
  }

  /** What CloudFormation says of the one resource. */
  public resource?: StackResource;
  public readonly keys = new Map<string, KeyDouble>();
  public readonly answers: Array<{
    readonly Status: string;
    readonly Reason?: string;
    readonly PhysicalResourceId: string;
  }> = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const [status, body] = this.respond(incoming.headers, Buffer.concat(chunks).toString());
          response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
        });
    });
  }

  public get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>(resolve => this.server.close(() => resolve()));
  }

  private respond(headers: Readonly<Record<string, unknown>>, body: string): [number, string] {
    const target = String(headers['x-amz-target'] ?? '');
    if (target.startsWith('TrentService.')) return this.callKms(target.slice(13), JSON.parse(body) as KmsInput);
    if (body.includes('Action=DescribeStackResource')) return this.describe(new URLSearchParams(body));
    this.answers.push(JSON.parse(body) as CloudFormationEndpoint['answers'][number]);
    return [200, ''];
  }

  private describe(asked: URLSearchParams): [number, string] {
    const { resource } = this;
    if (asked.get('StackName') !== STACK_ID || asked.get('LogicalResourceId') !== LOGICAL_ID || !resource) {
      const error = `<Error><Code>ValidationError</Code><Message>Resource ${escaped(String(asked.get('LogicalResourceId')))} does not exist</Message></Error>`;
      return [400, `<ErrorResponse>${error}</ErrorResponse>`];
    }
    const detail = {
      ResourceType: resource.type,
      ResourceStatus: resource.status,
      LogicalResourceId: LOGICAL_ID,
      LastUpdatedTimestamp: '2026-01-01T00:00:00Z',
      ...(resource.physicalId !== undefined && { PhysicalResourceId: resource.physicalId }),
      ...(resource.metadata !== undefined && { Metadata: resource.metadata }),
    };
    const xml = Object.entries(detail).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
    return [
      200,
      `<DescribeStackResourceResponse><DescribeStackResourceResult><StackResourceDetail>${xml.join('')}</StackResourceDetail></DescribeStackResourceResult></DescribeStackResourceResponse>`,
    ];
  }

  private callKms(action: string, { KeyId, Policy }: KmsInput): [number, string] {
    const key = this.keys.get(KeyId);
    if (key === undefined) return [400, JSON.stringify({ __type: 'NotFoundException', message: `no key ${KeyId}` })];
    switch (action) {
      case 'GetKeyPolicy':
        return [200, JSON.stringify({ Policy: JSON.stringify(key.policy) })];
      case 'PutKeyPolicy':
        key.policy = JSON.parse(Policy!) as PolicyDocument;
        return [200, '{}'];
      case 'DescribeKey':
        return [200, JSON.stringify({ KeyMetadata: { KeyId, Origin: 'EXTERNAL' } })];
      case 'ListGrants':
        return [200, JSON.stringify({ Grants: [] })];
      default:
        return [400, JSON.stringify({ __type: 'AccessDeniedException', message: `no ${action}` })];
    }
  }
}

interface KmsInput {
  readonly KeyId: string;
  readonly Policy?: string;
}
