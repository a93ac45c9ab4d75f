import { randomBytes } from 'node:crypto';
import type { CeremonyContext } from './ceremony-context';
import { CeremonyError } from './ceremony-error';
import type { Attempt, CeremonyRecord } from './ceremony-record';
import { nameCopies, writeCopies } from './copies';
import { createKey, ensureAlias, findKeyByTag, requireFreeAlias } from './create-key';
import { describeKey, type Key, requireWithoutMaterial } from './describe-key';
import { requireExpiry } from './expiry';
import { digestOf, fingerprintOf, matchesFingerprint } from './fingerprint';
import { getParameters } from './get-parameters';
import { importMaterial } from './import-material';
import { findImported, materialDescription } from './imported-material';
import type { KeyMaterial } from './key-material';
import type { Kms } from './kms';
import { recordVerification } from './record-verification';
import { Steps } from './steps';
import type { Check } from './verify-key';
import { wrapMaterial } from './wrap';

export const CEREMONY_TAG = 'encrypted-queue-to-table:ceremony';

/** Throws when a ceremony could not come to its end: said before there is a record of it. */
export async function requirePossible({ plan }: CeremonyRecord, kms: Kms): Promise<void> {
  if (plan.alias) await requireFreeAlias(kms, plan.alias);
  if (plan.keyId) await requireWithoutMaterial(kms, plan.keyId);
}

/**
 * Holds the whole ceremony, from creating the key to verifying it, or goes on with one that was interrupted: what the
 * record says is done is not done again, and what may have been done without being recorded is looked up first.
 */
export async function holdCeremony(record: CeremonyRecord, context: CeremonyContext): Promise<readonly Check[]> {
  return new Ceremony(record, context).hold();
}

/** Creates the key of a ceremony with its alias, unless an earlier try did. */
export async function ensureKey(record: CeremonyRecord, context: CeremonyContext): Promise<void> {
  return new Ceremony(record, context).ensureKey();
}

class Ceremony {
  private readonly steps: Steps;
  private readonly expires: Date | undefined;

  public constructor(
    private readonly record: CeremonyRecord,
    private readonly context: CeremonyContext,
  ) {
    this.steps = new Steps(record, context);
    this.expires = record.plan.expires === undefined ? undefined : new Date(record.plan.expires);
  }

  public async hold(): Promise<readonly Check[]> {
    const { record, context, steps } = this;
    await steps.do('caller', 'asking AWS who is calling', async () => {
      record.caller = await context.callerIdentity();
      return record.caller.arn;
    });
    if (!(await this.isImported())) {
      requireExpiry(this.expires, context.now());
      await this.bringIn();
    }
    await steps.do('keep', 'naming the copies', () => nameCopies(record, context));
    await steps.do('verify', 'verifying the key', () => recordVerification(record, context));
    record.finished = context.now().toISOString();
    await context.save(record);
    return record.checks ?? [];
  }

  public async ensureKey(): Promise<void> {
    const { record, context, steps } = this;
    const { plan } = record;
    const alias = plan.alias;
    if (!record.key) {
      const interrupted = steps.isBegun('key');
      await steps.do('key', plan.keyId ? 'looking at the key' : 'creating the key', async () => {
        const key = plan.keyId
          ? await requireWithoutMaterial(context.kms, plan.keyId)
          : await this.createKey(interrupted);
        record.key = { id: key.KeyId, arn: key.Arn };
        return `${key.Arn} is ${key.KeyState}`;
      });
    }
    const { id } = this.key;
    if (alias && !steps.isDone('alias')) {
      await steps.do('alias', `naming it ${alias}`, async () => {
        await ensureAlias(context.kms, alias, id);
        return alias;
      });
    }
  }

  /** Whether an earlier try got its material in, even if the answer of KMS was lost; notes which material it was. */
  private async isImported(): Promise<boolean> {
    const { record, context, steps } = this;
    if (steps.isDone('import')) return true;
    if (!record.key || !steps.isBegun('import')) return false;
    const found = await findImported(context.kms, record.key.arn, record);
    if (!found) return false;
    await steps.do('import', 'the key material is there already', async () => {
      this.noteImported(found.attempt, found.keyMaterialId);
      return `found imported: ${found.keyMaterialId}`;
    });
    return true;
  }

  private async bringIn(): Promise<void> {
    const { record, context, steps, expires } = this;
    const { material, attempt } = await this.readMaterial();
    let wrapped: Awaited<ReturnType<Ceremony['wrap']>>;
    try {
      await this.ensureKey();
      wrapped = await this.wrap(material);
      await steps.do('copy', 'writing the copies asked for', () => writeCopies(record, attempt, material, context));
    } finally {
      material.wipe(); // before the network is waited for again
    }
    await steps.do('import', 'importing the key material', async () => {
      const description = materialDescription(record, attempt);
      const id = await importMaterial(context.kms, { keyArn: this.key.arn, ...wrapped, expires, description });
      this.noteImported(attempt, id);
      return `key material ${id}, ${expires ? `expires ${expires.toISOString()}` : 'does not expire'}`;
    });
  }

  private async readMaterial(): Promise<{ material: KeyMaterial; attempt: Attempt }> {
    const { record, context } = this;
    let material: KeyMaterial | undefined;
    try {
      return await this.steps.do('material', 'reading the key material', async () => {
        material = await context.readMaterial();
        const attempt = this.attemptOf(material);
        return { detail: `${record.plan.source.kind}, fingerprint ${attempt.fingerprint}`, material, attempt };
      });
    } catch (error) {
      material?.wipe(); // the record may not have been saved after it was read
      throw error;
    }
  }

  /** The attempt that this material belongs to: an earlier one if it is the same material. */
  private attemptOf(material: KeyMaterial): Attempt {
    const { attempts, plan } = this.record;
    const earlier = attempts.find(({ fingerprint }) => matchesFingerprint(material, fingerprint));
    if (earlier) return earlier;
    if (attempts.length > 0 && plan.source.kind !== 'generated') {
      throw new CeremonyError('this is not the key material that the ceremony began with');
    }
    const attempt = { id: randomBytes(3).toString('hex'), fingerprint: fingerprintOf(material) };
    attempts.push(attempt);
    return attempt;
  }

  private async createKey(interrupted: boolean): Promise<Key> {
    const { plan, id } = this.record;
    const found = interrupted ? await findKeyByTag(this.context.kms, CEREMONY_TAG, id) : undefined;
    if (found) return describeKey(this.context.kms, found);
    if (plan.alias) await requireFreeAlias(this.context.kms, plan.alias);
    return createKey(this.context.kmsOnce, { ...plan, tags: { ...plan.tags, [CEREMONY_TAG]: id } });
  }

  private async wrap(material: KeyMaterial): Promise<{ importToken: Buffer; encryptedKeyMaterial: Buffer }> {
    const { record, context, steps } = this;
    const { parameters } = await steps.do(
      'parameters',
      'getting the wrapping public key and import token',
      async () => {
        const got = await getParameters(context.kms, this.key.arn, record.plan.wrapping);
        const detail = `${got.wrappingAlgorithm}, ${got.wrappingKeySpec}, public key ${got.wrappingKeyDigest}`;
        return { detail, parameters: got };
      },
    );
    const { wrapped } = await steps.do('wrap', 'wrapping the key material', async () => {
      const ciphertext = wrapMaterial(material.bytes, parameters.wrappingKey, parameters.wrappingAlgorithm);
      record.wrapped = { digest: digestOf(ciphertext) };
      return { detail: `${ciphertext.length} bytes, ${record.wrapped.digest}`, wrapped: ciphertext };
    });
    return { importToken: parameters.importToken, encryptedKeyMaterial: wrapped };
  }

  private noteImported({ id, fingerprint }: Attempt, keyMaterialId: string): void {
    this.record.material = { attempt: id, fingerprint, keyMaterialId };
  }

  private get key(): NonNullable<CeremonyRecord['key']> {
    if (!this.record.key) throw new CeremonyError('the ceremony has no key yet');
    return this.record.key;
  }
}
