import type { WireRequest } from './wire';

/** The parameters of a request, or the result of an operation. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Fields = Record<string, any>;

/** Serves one operation of a service; throws a `ServiceError` for what the client is to see. */
export type ServiceOperation = (input: Fields, request: WireRequest) => Fields | void | Promise<Fields | void>;

export type ServiceOperations = Readonly<Record<string, ServiceOperation>>;

/** Told of each call that the sandbox does not know. */
export type UnknownCall = (call: string) => void;
