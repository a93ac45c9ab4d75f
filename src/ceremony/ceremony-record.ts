import { randomBytes } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { CeremonyError } from './ceremony-error';
import type { WrappingChoice } from './get-parameters';
import { writeNewFile } from './new-file';
import type { LoggedRequest } from './request-log';
import type { Check } from './verify-key';

const FORMAT = 'encrypted-queue-to-table/key-ceremony/1';

/** Where the key material comes from. */
export type MaterialSource =
  | { readonly kind: 'generated'; readonly mixedWithKms: boolean }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'standard input' };

/** What was decided before the ceremony began, and what a resumed one goes on with. Nothing in it is secret. */
export interface CeremonyPlan {
  readonly region: string;
  /** The key to import into; one is created if missing. */
  readonly keyId?: string;
  readonly multiRegion: boolean;
  readonly description: string;
  readonly alias?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly policy?: string;
  readonly wrapping: WrappingChoice;
  /** ISO date; never if missing. */
  readonly expires?: string;
  readonly source: MaterialSource;
  readonly copies: {
    readonly plaintextFile?: string;
    readonly escrow?: { readonly keyFile: string; readonly keyDigest: string; readonly file: string };
  };
}

export type StepName = 'caller' | 'material' | 'key' | 'alias' | 'parameters' | 'wrap' | 'copy' | 'import' | 'verify';

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
  caller?: { readonly arn: string; readonly account: string };
  key?: { readonly id: string; readonly arn: string };
  material?: { readonly fingerprint: string; readonly keyMaterialId?: string };
  /** Digest of the key policy as KMS has it at the end; missing when the caller may not read it. */
  policyDigest?: string;
  checks?: readonly Check[];
  readonly copies: { readonly kind: 'plaintext' | 'escrow'; readonly file: string; readonly digest?: string }[];
  readonly steps: StepEntry[];
}

export function newRecord(
  plan: CeremonyPlan,
  people: Pick<CeremonyRecord, 'operator' | 'witness'>,
  now: Date,
): CeremonyRecord {
  const stamp = now
    .toISOString()
    .replace(/[-:]|\.\d+Z$/g, '')
    .replace('T', '-');
  return {
    format: FORMAT,
    id: `${stamp}-${randomBytes(3).toString('hex')}`,
    started: now.toISOString(),
    ...people,
    plan,
    copies: [],
    steps: [],
  };
}

/**
 * The record on disk: made once, then replaced as a whole after each step, so that a crash leaves the last good one.
 */
export class RecordFile {
  public static async create(path: string, record: CeremonyRecord): Promise<RecordFile> {
    await writeNewFile(path, render(record));
    return new RecordFile(path);
  }

  public static async open(path: string): Promise<{ file: RecordFile; record: CeremonyRecord }> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new CeremonyError(`cannot read the record '${path}': ${error.code ?? error.name}`);
    });
    return { file: new RecordFile(path), record: parse(text, path) };
  }

  private constructor(public readonly path: string) {}

  public async save(record: CeremonyRecord): Promise<void> {
    const next = `${this.path}.next`;
    try {
      const file = await open(next, 'w', 0o600);
      await file
        .writeFile(render(record))
        .then(() => file.sync())
        .finally(() => file.close());
      await rename(next, this.path);
    } catch (error) {
      throw new CeremonyError(
        `cannot write the record '${this.path}': ${(error as NodeJS.ErrnoException).code ?? 'failed'}`,
      );
    }
  }
}

function render(record: CeremonyRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

function parse(text: string, path: string): CeremonyRecord {
  try {
    const record = JSON.parse(text) as CeremonyRecord;
    if (record.format === FORMAT && Array.isArray(record.steps)) return record;
  } catch {
    throw new CeremonyError(`'${path}' is not JSON`);
  }
  throw new CeremonyError(`'${path}' is not the record of a key ceremony`);
}
