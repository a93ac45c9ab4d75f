import type { CeremonyRecord } from './ceremony-record';
import type { KeyMaterial } from './key-material';
import type { Kms } from './kms';
import type { RequestLog } from './request-log';

/** The files that copies of the material go to. */
export interface CopyFiles {
  /** Writes a file that must not exist yet, for its owner only. */
  write(path: string, content: Buffer): Promise<void>;
  /** Gives a file another name, and never overwrites one. Done already counts as done. */
  place(from: string, to: string): Promise<void>;
  /** The content of a file; `undefined` if it does not exist. */
  read(path: string): Promise<Buffer | undefined>;
}

/** What each step of a ceremony works with. */
export interface StepContext {
  readonly requests: RequestLog;
  save(record: CeremonyRecord): Promise<void>;
  progress(text: string): void;
  now(): Date;
}

/** What a whole ceremony works with. */
export interface CeremonyContext extends StepContext {
  readonly kms: Kms;
  /** A client that does not retry, for what must not happen twice. */
  readonly kmsOnce: Kms;
  readonly files: CopyFiles;
  callerIdentity(): Promise<{ arn: string; account: string }>;
  /** Reads or generates the key material; called only while it is still to be imported. */
  readMaterial(): Promise<KeyMaterial>;
}
