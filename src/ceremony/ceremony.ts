import { CeremonyError } from './ceremony-error';
import type { CeremonyRecord, StepName, StepResult } from './ceremony-record';
import { createKey, ensureAlias, findKeyByTag, requireFreeAlias } from './create-key';
import { describeKey, type Key, requireImportable, waitForState } from './describe-key';
import { validateExpiry } from './expiry';
import { fingerprintOf, matchesFingerprint } from './fingerprint';
import { getParameters } from './get-parameters';
import { importMaterial } from './import-material';
import type { KeyMaterial } from './key-material';
import type { Kms } from './kms';
import { listMaterials } from './list-materials';
import { readPolicyDigest } from './policy-digest';
import type { RequestLog } from './request-log';
import { type Check, verifyKey } from './verify-key';
import { wrapMaterial } from './wrap';

export const CEREMONY_TAG = 'encrypted-queue-to-table:ceremony';

/** What a ceremony needs from outside. */
export interface CeremonyPorts {
  readonly kms: Kms;
  /** A client that does not retry, for what must not happen twice. */
  readonly kmsOnce: Kms;
  readonly requests: RequestLog;
  callerIdentity(): Promise<{ arn: string; account: string }>;
  /** Reads or generates the key material; called only while it is still to be imported. */
  material(): Promise<KeyMaterial>;
  /** Keeps the copies that were asked for, before the material goes to KMS, and notes them in the record. */
  keepCopies(material: KeyMaterial): Promise<string>;
  save(record: CeremonyRecord): Promise<void>;
  progress(text: string): void;
  now(): Date;
}

/** Throws when a ceremony could not come to its end: said before there is a record of it. */
export async function requirePossible({ plan }: CeremonyRecord, kms: Kms): Promise<void> {
  if (plan.alias) await requireFreeAlias(kms, plan.alias);
  if (plan.keyId) await requireWithoutMaterial(kms, plan.keyId);
}

/**
 * Holds the whole ceremony, from creating the key to verifying it, or goes on with one that was interrupted: what the
 * record says is done is not done again, and what may have been done without being recorded is looked up first.
 */
export async function holdCeremony(record: CeremonyRecord, ports: CeremonyPorts): Promise<readonly Check[]> {
  return new Ceremony(record, ports).hold();
}

class Ceremony {
  private readonly expires: Date | undefined;
  private material: KeyMaterial | undefined;

  public constructor(
    private readonly record: CeremonyRecord,
    private readonly ports: CeremonyPorts,
  ) {
    this.expires = record.plan.expires === undefined ? undefined : new Date(record.plan.expires);
  }

  public async hold(): Promise<readonly Check[]> {
    const { record, ports } = this;
    await this.step('caller', 'asking AWS who is calling', async () => {
      record.caller = await ports.callerIdentity();
      return record.caller.arn;
    });
    if (!(await this.isImported())) {
      validateExpiry(this.expires, ports.now());
      try {
        const material = await this.takeMaterial();
        await this.ensureKey();
        await this.bringIn(material);
      } finally {
        this.material?.wipe();
      }
    }
    await this.step('verify', 'verifying the key', () => this.verify());
    record.finished = ports.now().toISOString();
    await ports.save(record);
    return record.checks ?? [];
  }

  /** Whether an earlier attempt got the material in, even if the answer of KMS was lost. */
  private async isImported(): Promise<boolean> {
    const { key, steps, material } = this.record;
    if (steps.some(({ step, result }) => step === 'import' && result === 'done')) return true;
    if (!key || !steps.some(({ step }) => step === 'import')) return false;
    const materials = await listMaterials(this.ports.kms, key.arn);
    const ours = materials.find(
      entry => entry.KeyMaterialDescription === this.description && entry.ImportState === 'IMPORTED',
    );
    if (!ours) return false;
    await this.step('import', 'the key material is there already', async () => {
      this.record.material = { fingerprint: material?.fingerprint ?? '', keyMaterialId: ours.KeyMaterialId };
      return `found imported: ${ours.KeyMaterialId}`;
    });
    return true;
  }

  private async takeMaterial(): Promise<KeyMaterial> {
    const { record, ports } = this;
    const { material } = await this.step('material', 'taking the key material', async () => {
      const taken = (this.material = await ports.material());
      const earlier = record.material?.fingerprint;
      if (earlier && record.plan.source.kind !== 'generated' && !matchesFingerprint(taken, earlier)) {
        throw new CeremonyError('this is not the key material that the ceremony began with');
      }
      record.material = { fingerprint: fingerprintOf(taken) };
      return { detail: `${record.plan.source.kind}, fingerprint ${record.material.fingerprint}`, material: taken };
    });
    return material;
  }

  private async ensureKey(): Promise<void> {
    const { record, ports } = this;
    const { plan } = record;
    const alias = plan.alias;
    if (!record.key) {
      const interrupted = record.steps.some(({ step }) => step === 'key');
      await this.step('key', plan.keyId ? 'looking at the key' : 'creating the key', async () => {
        const key = plan.keyId
          ? await requireWithoutMaterial(ports.kms, plan.keyId)
          : await this.createKey(interrupted);
        record.key = { id: key.KeyId, arn: key.Arn };
        return `${key.Arn} is ${key.KeyState}`;
      });
    }
    const { id } = this.key;
    const named = record.steps.some(({ step, result }) => step === 'alias' && result === 'done');
    if (alias && !named) {
      await this.step('alias', `naming it ${alias}`, async () => {
        await ensureAlias(ports.kms, alias, id);
        return alias;
      });
    }
  }

  private async createKey(interrupted: boolean) {
    const { plan, id } = this.record;
    const found = interrupted ? await findKeyByTag(this.ports.kms, CEREMONY_TAG, id) : undefined;
    if (found) return describeKey(this.ports.kms, found);
    if (plan.alias) await requireFreeAlias(this.ports.kms, plan.alias);
    return createKey(this.ports.kmsOnce, { ...plan, tags: { ...plan.tags, [CEREMONY_TAG]: id } });
  }

  private async bringIn(material: KeyMaterial): Promise<void> {
    const { record, ports, expires } = this;
    const keyArn = this.key.arn;
    const parameters = await this.step('parameters', 'getting the wrapping public key and import token', async () => {
      const taken = await getParameters(ports.kms, keyArn, record.plan.wrapping);
      return {
        detail: `${taken.wrappingAlgorithm}, ${taken.wrappingKeySpec}, public key ${taken.wrappingKeyDigest}`,
        taken,
      };
    });
    const encryptedKeyMaterial = await this.step('wrap', 'wrapping the key material', async () => {
      const wrapped = wrapMaterial(material.bytes, parameters.taken.wrappingKey, parameters.taken.wrappingAlgorithm);
      return { detail: `${wrapped.length} bytes`, wrapped };
    });
    await this.step('copy', 'keeping the copies asked for', () => ports.keepCopies(material));
    await this.step('import', 'importing the key material', async () => {
      const { importToken } = parameters.taken;
      const { wrapped } = encryptedKeyMaterial;
      const id = await importMaterial(ports.kms, {
        keyArn,
        importToken,
        encryptedKeyMaterial: wrapped,
        expires,
        description: this.description,
      });
      record.material = { fingerprint: record.material?.fingerprint ?? '', keyMaterialId: id };
      return `key material ${id}, ${expires ? `expires ${expires.toISOString()}` : 'does not expire'}`;
    });
  }

  private async verify(): Promise<string> {
    const { record, ports } = this;
    await waitForState(ports.kms, this.key.arn, ({ KeyState: state }) => state === 'Enabled');
    record.policyDigest = await readPolicyDigest(ports.kms, this.key.arn);
    const options = { now: ports.now(), minDays: 0, roundTrip: true, keyMaterialId: record.material?.keyMaterialId };
    record.checks = (await verifyKey(ports.kms, this.key.arn, options)).checks;
    return record.checks.map(({ name, verdict }) => `${name}: ${verdict}`).join(', ');
  }

  private get key(): NonNullable<CeremonyRecord['key']> {
    if (!this.record.key) throw new CeremonyError('the ceremony has no key yet');
    return this.record.key;
  }

  /** Travels with the material, so that it is recognised when the answer to the import is lost. */
  private get description(): string {
    return `key ceremony ${this.record.id}`;
  }

  /**
   * Does one step. That it has begun is in the record before it is done, and what came of it right after: so a process
   * that is killed in between leaves a record that knows what to look up.
   */
  private async step<T extends string | { readonly detail: string }>(
    step: StepName,
    title: string,
    work: () => Promise<T>,
  ): Promise<T> {
    const { record, ports } = this;
    const place = record.steps.length;
    const note = async (result: StepResult, detail: string) => {
      record.steps[place] = { step, result, at: ports.now().toISOString(), detail, requests: ports.requests.take() };
      await ports.save(record);
    };
    ports.progress(title);
    await note('begun', title);
    let outcome: T;
    try {
      outcome = await work();
    } catch (error) {
      const { name, message } = error as Error;
      await note('failed', name === 'CeremonyError' ? message : `${name}: ${message}`);
      throw error;
    }
    await note('done', typeof outcome === 'string' ? outcome : outcome.detail);
    return outcome;
  }
}

async function requireWithoutMaterial(kms: Kms, keyId: string): Promise<Key> {
  const key = await describeKey(kms, keyId);
  requireImportable(key);
  if (key.KeyState !== 'Enabled') return key;
  throw new CeremonyError(
    `key ${key.KeyId} has its key material already`,
    `bring in new material with: encrypted-queue-to-table key rotate --key-id ${key.KeyId}`,
  );
}
