import { createHash, randomUUID } from 'node:crypto';
import type { Service } from '../gateway/wire';

/** What a custom resource answers. */
export interface CustomResourceResponse {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId?: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

/** So much CloudFormation reads of an answer. */
const MAX_BYTES = 4096;

/** The pre-signed S3 URLs to which custom resources send their answers; each takes one. */
export class ResponseUrls {
  private readonly waiting = new Map<string, (response: CustomResourceResponse) => void>();

  /** A URL that takes one answer, and that answer. */
  public expect(
    { id, region }: { readonly id: string; readonly region: string },
    logicalId: string,
  ): { readonly url: string; readonly answered: Promise<CustomResourceResponse>; readonly close: () => void } {
    const host = `cloudformation-custom-resource-response-${region.replaceAll('-', '')}.s3.${region}.amazonaws.com`;
    const object = encodeURIComponent(`${id}|${logicalId}|${randomUUID()}`);
    const signature = createHash('sha256').update(object).digest('hex');
    const path = `/${object}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=host&X-Amz-Expires=7200&X-Amz-Signature=${signature}`;
    const answered = new Promise<CustomResourceResponse>(resolve => this.waiting.set(path, resolve));
    return { url: `https://${host}${path}`, answered, close: () => void this.waiting.delete(path) };
  }

  /** Answers what is sent to the URLs. */
  public readonly answer: Service = async ({ method, path, body, bytes }) => {
    const waiting = method === 'PUT' ? this.waiting.get(path) : undefined;
    this.waiting.delete(path);
    waiting?.(bytes.length > MAX_BYTES ? { Status: 'FAILED', Reason: 'Response object is too long.' } : parse(body));
    return { status: waiting === undefined ? 403 : 200, headers: {}, body: '' };
  };
}

function parse(body: string): CustomResourceResponse {
  try {
    return JSON.parse(body) as CustomResourceResponse;
  } catch {
    return { Status: 'FAILED', Reason: 'Invalid response object: the body is not JSON' };
  }
}
