import { type KeyMaterial, type StoredMaterial } from './key-material';
import { KmsError } from './kms-error';

export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

/** What the primary key and its replicas have in common. */
export interface SharedProperties {
  readonly id: string;
  readonly origin: 'AWS_KMS' | 'EXTERNAL';
  readonly multiRegion: boolean;
  readonly materials: KeyMaterial[];
  readonly primaryRegion: string;
  /** The primary key and its replicas, by Region. */
  readonly members: Map<string, KmsKey>;
}

export interface KmsKeyProps {
  readonly shared: SharedProperties;
  readonly account: string;
  readonly region: string;
  readonly policy: string;
  readonly description: string;
  readonly created: Date;
  readonly now: () => Date;
}

export type KeyState = 'Enabled' | 'Disabled' | 'PendingImport' | 'PendingDeletion';

/**
 * A KMS key in one Region. Its state is never stored: it follows from the material, its expiry and what was asked for.
 */
export class KmsKey {
  public policy: string;
  public description: string;
  public enabled = true;
  public deletionDate?: Date;
  public readonly tags = new Map<string, string>();
  public readonly created: Date;
  public readonly region: string;
  public readonly account: string;
  public readonly shared: SharedProperties;
  private readonly stored = new Map<string, StoredMaterial>();
  /** Its latest successful use. */
  public lastUse?: { readonly operation: string; readonly at: Date };
  /** The ids of materials that expired, until somebody takes them. */
  public readonly expired: string[] = [];
  private readonly now: () => Date;

  public constructor(props: KmsKeyProps) {
    this.shared = props.shared;
    this.region = props.region;
    this.account = props.account;
    this.policy = props.policy;
    this.description = props.description;
    this.created = props.created;
    this.now = props.now;
    props.shared.members.set(props.region, this);
  }

  public get id(): string {
    return this.shared.id;
  }

  public get arn(): string {
    return `arn:aws:kms:${this.region}:${this.account}:key/${this.id}`;
  }

  public get isPrimary(): boolean {
    return this.region === this.shared.primaryRegion;
  }

  public get state(): KeyState {
    if (this.deletionDate) return 'PendingDeletion';
    const associated = this.shared.materials.filter(material => !material.state.startsWith('PENDING'));
    if (associated.length === 0 || associated.some(material => !this.materialOf(material.id))) return 'PendingImport';
    return this.enabled ? 'Enabled' : 'Disabled';
  }

  /** The earliest expiry among the materials in this Region. */
  public get validTo(): Date | undefined {
    const dates = this.importedMaterials().flatMap(({ validTo }) => validTo ?? []);
    return dates.sort((a, b) => a.getTime() - b.getTime())[0];
  }

  public get current(): KeyMaterial | undefined {
    return this.shared.materials.find(material => material.state === 'CURRENT');
  }

  /** The bytes of a material, unless deleted or expired. */
  public materialOf(id: string): StoredMaterial | undefined {
    const stored = this.stored.get(id);
    if (stored?.validTo && stored.validTo <= this.now()) {
      this.dropMaterial(id);
      this.expired.push(id);
      return undefined;
    }
    return stored;
  }

  public importedMaterials(): StoredMaterial[] {
    return [...this.stored.keys()].flatMap(id => this.materialOf(id) ?? []);
  }

  public storeMaterial(id: string, material: StoredMaterial): void {
    this.stored.set(id, material);
  }

  public dropMaterial(id: string): void {
    this.stored.delete(id);
  }

  /** Throws as KMS does unless the key is in one of these states. */
  public requireState(...allowed: KeyState[]): void {
    const state = this.state;
    if (allowed.includes(state)) return;
    if (state === 'Disabled') throw new KmsError('DisabledException', `${this.arn} is disabled.`);
    if (state === 'PendingImport') throw new KmsError('KMSInvalidStateException', `${this.arn} is pending import.`);
    if (state === 'PendingDeletion') throw new KmsError('KMSInvalidStateException', `${this.arn} is pending deletion.`);
    throw new KmsError('KMSInvalidStateException', `${this.arn} is not pending deletion.`);
  }
}
