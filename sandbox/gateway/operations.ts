import type { WireRequest } from './wire';

/** The parameters of a request, or the result of an operation. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = Record<string, any>;

/** Serves one operation of a service; throws a `ServiceError` for what the client is to see. */
export type Operation = (input: Json, request: WireRequest) => Json | void | Promise<Json | void>;

export type Operations = Readonly<Record<string, Operation>>;

/** Told of each call that the sandbox does not know. */
export type UnknownCall = (call: string) => void;
