import { constants, generateKeyPairSync, privateDecrypt, randomBytes } from 'node:crypto';
import { GetParametersForImportCommand, ImportKeyMaterialCommand, KMSClient } from '@aws-sdk/client-kms';
import type { KmsKey } from '../../sandbox/kms/kms-key';
import type { KmsServer } from '../../sandbox/kms/kms-server';
import { CEREMONY_TAG, holdCeremony } from '../../src/ceremony/ceremony';
import type { CeremonyContext } from '../../src/ceremony/ceremony-context';
import { type CeremonyPlan, type CeremonyRecord, type Machine, newRecord } from '../../src/ceremony/ceremony-record';
import { wrappingKeyDigestOf } from '../../src/ceremony/import-parameters';
import { KeyMaterial } from '../../src/ceremony/key-material';
import { RequestLog } from '../../src/ceremony/request-log';

export const MACHINE: Machine = {
  part: 'ceremony',
  host: 'desk',
  node: 'v24.0.0',
  version: '1.2.3',
  commit: 'abcdef123456',
  program: `sha256:${'0'.repeat(64)}`,
  clock: '2026-11-24T12:00:00.000Z',
};

export const PLAN: CeremonyPlan = {
  region: 'eu-west-1',
  multiRegion: true,
  description: 'Orders',
  alias: 'alias/orders',
  tags: {},
  wrapping: { wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' },
  source: { kind: 'generated', mixedWithKms: false },
  copies: { escrow: [] },
};

const ESCROWS = [1, 2].map(() => generateKeyPairSync('rsa', { modulusLength: 2048 }));

/** A plan with copies for two escrows, and one in plaintext if that is asked for. */
export function planWithCopies(plaintext: boolean): CeremonyPlan {
  const escrow = ESCROWS.map(({ publicKey }, index) => ({
    keyFile: `escrow-${index}.pem`,
    keyDigest: wrappingKeyDigestOf(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    file: `escrow-${index}.bin`,
  }));
  return { ...PLAN, copies: { escrow, ...(plaintext && { plaintextFile: 'plaintext.bin' }) } };
}

/** Opens a copy with the private key of the escrow it is for. */
export function openCopy(name: string, content: Buffer): Buffer {
  const key = ESCROWS[Number(/\d/.exec(name)?.[0])]?.privateKey;
  return key
    ? privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, content)
    : content;
}

class Killed extends Error {}

/**
 * A machine on which a ceremony is held, with its files, its disk and KMS; the process can be killed before and after
 * everything it does to any of them.
 */
export class KillableCeremony {
  /** On a KMS that others may use too: the key has an alias of its own. */
  public static start(server: KmsServer, plan: CeremonyPlan): KillableCeremony {
    const alias = `alias/${randomBytes(8).toString('hex')}`;
    return new KillableCeremony(server, newRecord({ ...plan, alias }, {}, MACHINE, new Date()));
  }

  public readonly files = new Map<string, Buffer>();
  /** The record as it is on disk. */
  public onDisk: string;
  public points = 0;

  /** Kills the process as it sends the import, which KMS gets only while the next process asks for parameters. */
  public importIsLate = false;

  private lateImport: ImportKeyMaterialCommand | undefined;
  private killAt = Infinity;
  private readonly kms: KMSClient;

  private constructor(
    private readonly server: KmsServer,
    record: CeremonyRecord,
  ) {
    this.onDisk = JSON.stringify(record);
    this.kms = new KMSClient({
      endpoint: server.endpoint,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  }

  public get record(): CeremonyRecord {
    return JSON.parse(this.onDisk) as CeremonyRecord;
  }

  /** Holds the ceremony, or goes on with it, and is killed at a point. Answers whether it came to its end. */
  public async hold(killAt = Infinity): Promise<boolean> {
    this.points = 0;
    this.killAt = killAt;
    try {
      await holdCeremony(this.record, this.context());
      return true;
    } catch (error) {
      if (error instanceof Killed) return false;
      throw error;
    }
  }

  /** The keys that were made for this ceremony. */
  public keys(): KmsKey[] {
    return this.server.keys.list().filter(({ tags }) => tags.get(CEREMONY_TAG) === this.record.id);
  }

  public stop(): void {
    this.kms.destroy();
  }

  private context(): CeremonyContext {
    const kms = {
      send: (command: Parameters<KMSClient['send']>[0]) => this.effect(() => this.send(command)),
    } as unknown as KMSClient;
    return {
      kms,
      kmsOnce: kms,
      requests: new RequestLog(),
      files: {
        write: (path, content) => this.effect(async () => this.write(path, Buffer.from(content))),
        place: (from, to) => this.effect(async () => this.place(from, to)),
        read: async path => this.files.get(path) && Buffer.from(this.files.get(path)!),
      },
      callerIdentity: async () => ({ arn: 'arn:aws:iam::111122223333:role/Operator', account: '111122223333' }),
      readMaterial: async () => {
        const kept = this.record.copies.find(({ kind, state }) => kind === 'plaintext' && state === 'unconfirmed');
        const content = kept && this.files.get(kept.file);
        return content ? KeyMaterial.of(Buffer.from(content), 'a file') : KeyMaterial.generate();
      },
      save: record => this.effect(async () => void (this.onDisk = JSON.stringify(record))),
      progress: () => undefined,
      now: () => new Date(),
    };
  }

  private async send(command: Parameters<KMSClient['send']>[0]): Promise<unknown> {
    if (command instanceof ImportKeyMaterialCommand && this.importIsLate) {
      this.lateImport = command;
      this.importIsLate = false;
      this.killAt = 0; // nothing more happens in this process
      throw new Killed();
    }
    if (command instanceof GetParametersForImportCommand && this.lateImport) {
      await this.kms.send(this.lateImport);
      this.lateImport = undefined;
    }
    return this.kms.send(command);
  }

  private async effect<T>(work: () => Promise<T>): Promise<T> {
    this.point();
    const result = await work();
    this.point();
    return result;
  }

  /** A killed process does nothing more, whatever catches the error. */
  private point(): void {
    if (++this.points >= this.killAt) throw new Killed();
  }

  private write(path: string, content: Buffer): void {
    if (this.files.has(path)) throw new Error(`${path} exists`);
    this.files.set(path, content);
  }

  private place(from: string, to: string): void {
    const content = this.files.get(from);
    if (!content && this.files.has(to)) return;
    if (!content || this.files.has(to)) throw new Error(`${to} exists`);
    this.files.delete(from);
    this.files.set(to, content);
  }
}
