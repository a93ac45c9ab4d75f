import { randomUUID } from 'node:crypto';
import type { Fields, ServiceOperations, UnknownCall } from './operations';
import { ServiceError } from './service-error';
import type { Service, WireResponse } from './wire';
import { renderXml } from './xml';

export interface QueryServiceOptions {
  /** As it is signed for, such as `cloudformation`. */
  readonly name: string;
  /** The namespace of its answers, which ends with the version of its API. */
  readonly namespace: string;
  readonly operations: ServiceOperations;
  readonly unknownCall: UnknownCall;
}

/** A service that takes forms and answers in XML, as CloudFormation, IAM and STS do. */
export function queryService({ name, namespace, operations, unknownCall }: QueryServiceOptions): Service {
  const version = /(\d{4}-\d{2}-\d{2})/.exec(namespace)?.[1];
  return async request => {
    const { Action: action = '', ...input } = parseForm(request.body);
    try {
      if (!Object.hasOwn(operations, action)) {
        unknownCall(`${name}:${action}`);
        throw new ServiceError('InvalidAction', `Could not find operation ${action} for version ${version}`);
      }
      const result = (await operations[action](input, request)) ?? {};
      const body = `${renderXml(`${action}Result`, result)}${renderXml('ResponseMetadata', { RequestId: randomUUID() })}`;
      return xml(200, `<${action}Response xmlns="${namespace}">${body}</${action}Response>`);
    } catch (error) {
      if (error instanceof ServiceError) return xmlError(error, namespace);
      throw error;
    }
  };
}

const xml = (status: number, body: string): WireResponse => ({ status, headers: { 'content-type': 'text/xml' }, body });

/** An error as the services that speak XML give it, S3 apart. */
export function xmlError({ code, message, status }: ServiceError, namespace: string): WireResponse {
  const error = renderXml('Error', { Type: 'Sender', Code: code, Message: message });
  const requestId = renderXml('RequestId', randomUUID());
  return xml(status, `<ErrorResponse xmlns="${namespace}">${error}${requestId}</ErrorResponse>`);
}

/** The parameters of a form: `Tags.member.1.Key=a` is `{ Tags: [{ Key: 'a' }] }`. */
export function parseForm(body: string): Fields {
  const root = Object.create(null) as Fields; // a name such as `__proto__` is a name like any other
  for (const [path, value] of new URLSearchParams(body)) {
    const names = path.split('.');
    let at = root;
    names.slice(0, -1).forEach(name => (at = at[name] ??= Object.create(null) as Fields));
    at[names.at(-1)!] = value;
  }
  return asLists(root) as Fields;
}

function asLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { member } = value as Fields;
  if (typeof member === 'object') {
    return Object.entries(member as Fields)
      .sort(([one], [other]) => Number(one) - Number(other))
      .map(([, item]) => asLists(item));
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asLists(item)]));
}

/** A list among the parameters; an empty one comes as an empty text. */
export const listIn = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
