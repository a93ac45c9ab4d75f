import { cbor, dateToTag } from '@smithy/core/cbor';
import type { Fields, ServiceOperations, UnknownCall } from './operations';
import { ServiceError } from './service-error';
import type { Service, WireResponse } from './wire';

export interface CborServiceOptions {
  /** As it is signed for, such as `monitoring`. */
  readonly name: string;
  readonly operations: ServiceOperations;
  readonly unknownCall: UnknownCall;
}

/**
 * A service that takes and gives CBOR and names the operation in the path, as CloudWatch does for the newer SDKs.
 *
 * @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function cborService({ name, operations, unknownCall }: CborServiceOptions): Service {
  return async request => {
    const operation = request.path.split('/').at(-1)!;
    try {
      if (!Object.hasOwn(operations, operation)) {
        unknownCall(`${name}:${operation}`);
        throw new ServiceError('UnknownOperationException', `The sandbox does not know the operation ${operation}`);
      }
      const input = request.bytes.length === 0 ? {} : (cbor.deserialize(request.bytes) as Fields);
      return render(200, (await operations[operation](input, request)) ?? {});
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { code, message, status } = error;
      const failure = render(status, { __type: code, message });
      return { ...failure, headers: { ...failure.headers, 'x-amzn-query-error': `${code};Sender` } };
    }
  };
}

const render = (status: number, body: Fields): WireResponse => ({
  status,
  headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
  body: '',
  bytes: Buffer.from(cbor.serialize(tagged(body))),
});

/** Dates are numbers with a tag; what is not there is left out. */
function tagged(value: unknown): unknown {
  if (value instanceof Date) return dateToTag(value);
  if (Array.isArray(value)) return value.map(tagged);
  if (typeof value !== 'object' || value === null) return value;
  const there = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(there.map(([name, item]) => [name, tagged(item)]));
}
