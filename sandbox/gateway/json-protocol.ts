import type { Fields, ServiceOperations, UnknownCall } from './operations';
import { ServiceError } from './service-error';
import type { Service, WireResponse } from './wire';

export interface JsonServiceOptions {
  /** As it is signed for, such as `ssm`. */
  readonly name: string;
  readonly operations: ServiceOperations;
  readonly unknownCall: UnknownCall;
}

/** A service that takes and gives JSON and names the operation in a header, as SSM and CloudWatch Logs do. */
export function jsonService({ name, operations, unknownCall }: JsonServiceOptions): Service {
  return async request => {
    const operation = (request.headers['x-amz-target'] ?? '').split('.').at(-1)!;
    try {
      if (!Object.hasOwn(operations, operation)) {
        unknownCall(`${name}:${operation}`);
        throw new ServiceError('UnknownOperationException', `The sandbox does not know the operation ${operation}`);
      }
      return json(200, (await operations[operation](JSON.parse(request.body || '{}') as Fields, request)) ?? {});
    } catch (error) {
      if (error instanceof ServiceError) return jsonError(error);
      throw error;
    }
  };
}

export const json = (status: number, body: Fields, headers: Readonly<Record<string, string>> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
  body: JSON.stringify(body, inSeconds),
});

/** Dates travel as seconds since 1970. */
function inSeconds(this: Fields, name: string, value: unknown): unknown {
  const own = this[name] as unknown; // before `toJSON` made a text of it
  return own instanceof Date ? own.getTime() / 1000 : value;
}

export const jsonError = ({ code, message, status }: ServiceError): WireResponse =>
  json(status, { __type: code, message }, { 'x-amzn-errortype': code });
