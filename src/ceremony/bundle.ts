import { CeremonyError } from './ceremony-error';
import type {
  Attempt,
  CeremonyRecord,
  Confirmation,
  EscrowRecipient,
  Machine,
  MaterialSource,
  StepEntry,
} from './ceremony-record';
import { digestOf, isFingerprint } from './fingerprint';
import { type ImportParameters, parseImportParameters, renderImportParameters } from './import-parameters';
import { parseJsonObject } from './parse-json';
import { parseRecord } from './record-file';
import { modulusBits } from './wrap';

const FORMAT = 'encrypted-queue-to-table/ceremony-bundle/1';

/** What is carried to the offline machine: the record so far, and what to wrap under. Nothing in it is secret. */
export interface PreparedBundle {
  readonly record: CeremonyRecord;
  readonly parameters: ImportParameters;
}

/** A copy of the material for an escrow, on its way to the file that it goes to once the import is confirmed. */
export interface Envelope extends EscrowRecipient {
  readonly ciphertext: string;
}

/** What happened on the offline machine. */
export interface Seal {
  readonly machine: Machine;
  readonly operator?: string;
  readonly witness?: string;
  readonly source: MaterialSource;
  readonly attempt: Attempt;
  readonly steps: readonly StepEntry[];
  readonly confirmations: readonly Confirmation[];
  readonly encryptedKeyMaterial: string;
  readonly envelopes: readonly Envelope[];
  /** A file on the offline machine that holds the plaintext. */
  readonly plaintextFile?: string;
}

/** What is carried back. It names the prepared bundle by its digest, and repeats nothing of it. */
export interface SealedBundle {
  readonly prepared: string;
  readonly seal: Seal;
}

export function renderPrepared({ record, parameters }: PreparedBundle): string {
  return render({ stage: 'prepared', record, parameters: JSON.parse(renderImportParameters(parameters)) as object });
}

export function renderSealed(bundle: SealedBundle): string {
  return render({ stage: 'sealed', ...bundle });
}

export function parsePrepared(content: Buffer, source: string): PreparedBundle {
  const { record, parameters } = parse(content, source, 'prepared');
  const own = parseRecord(objectIn(record, source), source);
  const parsed = parseImportParameters(JSON.stringify(parameters), source);
  if (own.key?.arn !== parsed.keyArn) {
    throw new CeremonyError(`'${source}' holds parameters of another key than its record`);
  }
  return { record: own, parameters: parsed };
}

export function parseSealed(content: Buffer, source: string): SealedBundle {
  const { prepared, seal } = parse(content, source, 'sealed');
  const own = objectIn(seal, source) as Partial<Seal>;
  const isWhole =
    typeof prepared === 'string' &&
    typeof own.encryptedKeyMaterial === 'string' &&
    isFingerprint(own.attempt?.fingerprint) &&
    own.machine &&
    own.source &&
    [own.steps, own.confirmations, own.envelopes].every(Array.isArray);
  if (!isWhole) throw damaged(source);
  return { prepared, seal: own as Seal };
}

/** Throws unless the sealed bundle answers this prepared one. */
export function requireReply(
  { prepared, seal }: SealedBundle,
  preparedContent: Buffer,
  { parameters }: PreparedBundle,
): void {
  if (prepared !== digestOf(preparedContent)) {
    throw new CeremonyError(
      'the sealed bundle was made of another prepared bundle than this one',
      'give the prepared bundle as it was carried to the offline machine, or seal that one',
    );
  }
  const [bytes, got] = [
    modulusBits(parameters.wrappingKey) / 8,
    Buffer.from(seal.encryptedKeyMaterial, 'base64').length,
  ];
  if (bytes !== got) {
    throw new CeremonyError(`material wrapped with ${parameters.wrappingKeySpec} must be ${bytes} bytes, got ${got}`);
  }
}

/** The record as it goes on after the seal: what was prepared here, and what was done on the other machine. */
export function joinRecord(
  { record }: PreparedBundle,
  { seal }: SealedBundle,
  outputs: readonly string[],
): CeremonyRecord {
  const { operator, witness, plaintextFile } = seal;
  const escrow = seal.envelopes.map(({ keyFile, keyDigest, publicKey }, index) => ({
    keyFile,
    keyDigest,
    publicKey,
    file: outputs[index] ?? '',
  }));
  return {
    ...record,
    plan: { ...record.plan, source: seal.source, copies: { escrow } },
    machines: [...record.machines, seal.machine],
    confirmations: [...record.confirmations, ...seal.confirmations],
    attempts: [seal.attempt],
    offline: { operator, witness, plaintextFile },
    wrapped: { digest: digestOf(Buffer.from(seal.encryptedKeyMaterial, 'base64')) },
    steps: [...record.steps, ...seal.steps],
  };
}

function render(bundle: object): string {
  return `${JSON.stringify({ format: FORMAT, ...bundle }, undefined, 2)}\n`;
}

function parse(content: Buffer, source: string, stage: string): Record<string, unknown> {
  const bundle = parseJsonObject(content.toString(), source) as Record<string, unknown>;
  if (bundle.format !== FORMAT) throw new CeremonyError(`'${source}' is not a bundle of a key ceremony`);
  if (bundle.stage === stage) return bundle;
  throw new CeremonyError(`'${source}' is a ${String(bundle.stage)} bundle, not a ${stage} one`);
}

function objectIn(value: unknown, source: string): object {
  if (typeof value !== 'object' || value === null) throw damaged(source);
  return value;
}

function damaged(source: string): CeremonyError {
  return new CeremonyError(`'${source}' is damaged: a part of the bundle is missing`);
}
