import { randomBytes } from 'node:crypto';
import type { WrappingChoice } from './get-parameters';
import type { LoggedRequest } from './request-log';
import type { Check } from './verify-key';

export const RECORD_FORMAT = 'encrypted-queue-to-table/key-ceremony/2';

/** Where the key material comes from. */
export type MaterialSource =
  | { readonly kind: 'generated'; readonly mixedWithKms: boolean }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'standard input' }
  /** Decided on the offline machine. */
  | { readonly kind: 'offline' };

/** Somebody who can open a copy of the material: the public key itself, so that a file changed later has no effect. */
export interface EscrowRecipient {
  readonly keyFile: string;
  readonly keyDigest: string;
  /** DER (SPKI) in base64. */
  readonly publicKey: string;
}

/** Where copies of the material go. */
export interface CopyPlan {
  readonly plaintextFile?: string;
  /** The copy for each recipient, and the file it goes to. */
  readonly escrow: readonly (EscrowRecipient & { readonly file: string })[];
}

/** What was decided before the ceremony began, and what a resumed one goes on with. Nothing in it is secret. */
export interface CeremonyPlan {
  readonly region: string;
  /** In place of AWS's endpoint. */
  readonly endpoint?: string;
  /** The key to import into; one is created if missing. */
  readonly keyId?: string;
  readonly multiRegion: boolean;
  readonly description: string;
  readonly alias?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly policyFile?: string;
  readonly wrapping: WrappingChoice;
  /** ISO date; never if missing. */
  readonly expires?: string;
  readonly source: MaterialSource;
  readonly copies: CopyPlan;
}

export type StepName =
  'caller' | 'material' | 'key' | 'alias' | 'parameters' | 'compare' | 'wrap' | 'copy' | 'import' | 'keep' | 'verify';

/** `begun` is what a process leaves that was killed during the step. */
export type StepResult = 'begun' | 'done' | 'failed';

/** One step that was tried: kept whether it worked or not. */
export interface StepEntry {
  readonly step: StepName;
  readonly result: StepResult;
  readonly at: string;
  readonly detail: string;
  readonly requests: readonly LoggedRequest[];
}

/** The program and the machine that a part of the ceremony ran on. */
export interface Machine {
  readonly part: 'ceremony' | 'prepare' | 'seal' | 'finish' | 'drill';
  readonly host: string;
  readonly node: string;
  readonly version: string;
  readonly commit: string;
  /** Digest of the program's own file. */
  readonly program: string;
  readonly clock: string;
}

/** Material that was taken for the key: more than one if an interrupted ceremony generated again. */
export interface Attempt {
  readonly id: string;
  readonly fingerprint: string;
}

/** A copy of the material, under the name that it has now. */
export interface Copy {
  readonly kind: 'plaintext' | 'escrow';
  readonly attempt: string;
  readonly fingerprint: string;
  /** Digest of the public key of the one who can open it. */
  readonly recipient?: string;
  /** The name that was asked for: the file gets it once the import is confirmed. */
  readonly asked: string;
  file: string;
  /** Of what was written; missing for plaintext. */
  readonly digest?: string;
  /** `superseded`: of material that was never imported; `lost`: such a copy that no longer exists. */
  state: 'begun' | 'unconfirmed' | 'kept' | 'superseded' | 'lost';
}

/** Somebody who looked at the plan, or at a comparison code, and agreed. */
export interface Confirmation {
  readonly by: string;
  readonly of: string;
  readonly code: string;
  readonly at: string;
}

/**
 * Who did what to which key, when, and how it went: enough to audit a ceremony and to resume it, and never a secret.
 */
export interface CeremonyRecord {
  readonly format: string;
  readonly id: string;
  readonly started: string;
  finished?: string;
  readonly operator?: string;
  readonly witness?: string;
  readonly plan: CeremonyPlan;
  readonly machines: Machine[];
  readonly confirmations: Confirmation[];
  caller?: { readonly arn: string; readonly account: string };
  key?: { readonly id: string; readonly arn: string };
  readonly attempts: Attempt[];
  /** The material that was imported. */
  material?: { readonly attempt: string; readonly fingerprint: string; readonly keyMaterialId?: string };
  /** Digest of the ciphertext that KMS got. */
  wrapped?: { readonly digest: string };
  /** Who was at the offline machine, and a file that holds the plaintext there. */
  offline?: { readonly operator?: string; readonly witness?: string; readonly plaintextFile?: string };
  /** Comparison codes of the files that crossed the air gap. */
  codes?: Record<string, string>;
  /** Digest of the key policy as KMS has it at the end; missing when the caller may not read it. */
  policyDigest?: string;
  checks?: readonly Check[];
  readonly copies: Copy[];
  readonly steps: StepEntry[];
}

export function newRecord(
  plan: CeremonyPlan,
  people: Pick<CeremonyRecord, 'operator' | 'witness'>,
  machine: Machine,
  now: Date,
): CeremonyRecord {
  const stamp = now
    .toISOString()
    .replace(/[-:]|\.\d+Z$/g, '')
    .replace('T', '-');
  return {
    format: RECORD_FORMAT,
    id: `${stamp}-${randomBytes(3).toString('hex')}`,
    started: now.toISOString(),
    ...people,
    plan,
    machines: [machine],
    confirmations: [],
    attempts: [],
    copies: [],
    steps: [],
  };
}
