import { type GrantStore } from './grant-store';
import type { ImportTokens } from './import-tokens';
import { type KeyStore } from './key-store';
import type { KmsKey } from './kms-key';
import type { Verdict, Call } from '../iam/authorization';
import type { Identity } from '../iam/identities';

/** The JSON of a request or an answer, as on the wire: blobs in base64, dates in seconds. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = Record<string, any>;

/** Condition keys with the values of one request. */
export type ConditionKeys = Record<string, string | readonly string[]>;

/** What every operation works on. */
export interface Account {
  readonly id: string;
  readonly keys: KeyStore;
  readonly grants: GrantStore;
  readonly tokens: ImportTokens;
  readonly now: () => Date;
  /** Whether KMS could see this principal of a policy. */
  readonly principalExists: (principal: string) => boolean;
  /** What a policy that is not yet on the key would say of a call; `undefined` where nobody can tell. */
  readonly authorizeUnder?: (policy: string, call: Call) => Verdict | Promise<Verdict>;
  /** Told of each call when it has been answered. */
  readonly watch?: (call: AnsweredCall) => void;
}

/** A call to KMS with what came of it. */
export interface AnsweredCall {
  readonly action: string;
  readonly caller: Identity;
  readonly region: string;
  readonly input: Json;
  /** Condition keys that came with the request, such as `kms:ViaService`. */
  readonly context: ConditionKeys;
  /** The key it was about, if it came so far. */
  readonly key?: KmsKey;
  readonly answer?: Json;
  readonly error?: Error;
}

/** One request on its way through an operation. */
export interface Request {
  readonly account: Account;
  readonly caller: Identity;
  readonly region: string;
  readonly input: Json;
  /** Asks whether the caller may; throws `AccessDeniedException` when not. */
  readonly require: (action: string, on: KmsKey | string, conditions?: ConditionKeys) => Promise<void>;
  /** Condition keys that came with the request, such as `kms:ViaService`. */
  readonly context: ConditionKeys;
}

export type Operation = (request: Request) => Json | void | Promise<Json | void>;

export type Operations = Readonly<Record<string, Operation>>;

/** Dates travel as seconds since 1970. */
export function epoch(date: Date): number;
export function epoch(date: Date | undefined): number | undefined;
export function epoch(date: Date | undefined): number | undefined {
  return date && date.getTime() / 1000;
}
