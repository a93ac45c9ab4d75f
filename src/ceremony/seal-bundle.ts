import { randomBytes } from 'node:crypto';
import type { Envelope, PreparedBundle, Seal } from './bundle';
import type { Confirmation, EscrowRecipient, Machine, MaterialSource, StepEntry, StepName } from './ceremony-record';
import { wrapFor } from './copies';
import { digestOf, fingerprintOf } from './fingerprint';
import type { KeyMaterial } from './key-material';
import { wrapMaterial } from './wrap';

/** What the people at the offline machine decided. */
export interface SealPlan {
  readonly machine: Machine;
  readonly operator?: string;
  readonly witness?: string;
  readonly source: MaterialSource;
  readonly recipients: readonly EscrowRecipient[];
  readonly plaintextFile?: string;
  readonly confirmations: readonly Confirmation[];
  /** What the record should keep of the comparison and of the clock. */
  readonly notes: readonly string[];
}

/** The second part, offline: wraps the material for KMS and for each escrow. Needs no network and writes nothing. */
export function sealBundle(
  { parameters }: PreparedBundle,
  material: KeyMaterial,
  plan: SealPlan,
  now: () => Date,
): Seal {
  const entry = (step: StepName, detail: string): StepEntry => ({
    step,
    result: 'done',
    at: now().toISOString(),
    detail,
    requests: [],
  });
  const { machine, operator, witness, source, recipients, plaintextFile, confirmations, notes } = plan;
  const fingerprint = fingerprintOf(material);
  const wrapped = wrapMaterial(material.bytes, parameters.wrappingKey, parameters.wrappingAlgorithm);
  const envelopes = recipients.map((recipient): Envelope => ({
    ...recipient,
    ciphertext: wrapFor(recipient.publicKey, material).toString('base64'),
  }));
  return {
    machine,
    ...(operator !== undefined && { operator }),
    ...(witness !== undefined && { witness }),
    source,
    attempt: { id: randomBytes(3).toString('hex'), fingerprint },
    confirmations,
    steps: [
      ...notes.map(note => entry('compare', note)),
      entry('material', `${source.kind}, fingerprint ${fingerprint}`),
      entry('wrap', `${wrapped.length} bytes, ${digestOf(wrapped)}, public key ${parameters.wrappingKeyDigest}`),
      entry('copy', envelopes.map(({ keyDigest }) => `escrow for ${keyDigest}`).join(', ') || 'none'),
    ],
    encryptedKeyMaterial: wrapped.toString('base64'),
    envelopes,
    ...(plaintextFile !== undefined && { plaintextFile }),
  };
}
