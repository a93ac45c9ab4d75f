import { KmsError } from './kms-error';
import { type KmsKey } from './kms-key';

export interface Alias {
  readonly name: string;
  readonly created: Date;
  updated: Date;
  key: KmsKey;
}

/** Every key and alias of the account, Region by Region. */
export class KeyStore {
  private readonly keys = new Map<string, KmsKey>();
  private readonly aliases = new Map<string, Alias>();

  public constructor(private readonly account: string) {}

  public add(key: KmsKey): void {
    this.keys.set(`${key.region}/${key.id}`, key);
  }

  public remove(key: KmsKey): void {
    this.keys.delete(`${key.region}/${key.id}`);
    key.shared.members.delete(key.region);
  }

  public list(region?: string): KmsKey[] {
    return [...this.keys.values()].filter(key => region === undefined || key.region === region);
  }

  /** The key behind an ARN, or `undefined`: for what looks into the double from outside. */
  public byArn(arn: string | undefined): KmsKey | undefined {
    return this.list().find(key => key.arn === arn);
  }

  /** The key behind an id, an ARN, an alias or an alias ARN, as the operations that take any of them find it. */
  public find(region: string, keyId: string | undefined): KmsKey {
    if (!keyId) {
      throw new KmsError(
        'ValidationException',
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: Member must not be null",
      );
    }
    const alias = /(?:^|:)(alias\/.+)$/.exec(keyId)?.[1];
    if (!alias) return this.findKey(region, keyId);
    const found = this.aliases.get(`${region}/${alias}`);
    if (!found || (keyId !== alias && keyId !== this.aliasArn(region, alias))) {
      throw new KmsError('NotFoundException', `Alias ${this.aliasArn(region, alias)} is not found.`);
    }
    return found.key;
  }

  /** As `find`, for the operations that take no alias. */
  public findKey(region: string, keyId: string | undefined): KmsKey {
    if (!keyId) return this.find(region, keyId);
    if (keyId.includes('alias/')) throw new KmsError('ValidationException', `Invalid keyId ${keyId}`);
    const key = keyId.startsWith('arn:')
      ? this.list(region).find(({ arn }) => arn === keyId)
      : this.keys.get(`${region}/${keyId}`);
    const arn = keyId.startsWith('arn:') ? keyId : `arn:aws:kms:${region}:${this.account}:key/${keyId}`;
    if (!key) throw new KmsError('NotFoundException', `Key '${arn}' does not exist`);
    return key;
  }

  public aliasArn(region: string, name: string): string {
    return `arn:aws:kms:${region}:${this.account}:${name}`;
  }

  public alias(region: string, name: string): Alias | undefined {
    return this.aliases.get(`${region}/${name}`);
  }

  public aliasesOf(region: string, key?: KmsKey): Alias[] {
    return [...this.aliases].flatMap(([path, alias]) =>
      path.startsWith(`${region}/`) && (!key || alias.key === key) ? [alias] : [],
    );
  }

  public putAlias(region: string, alias: Alias): void {
    this.aliases.set(`${region}/${alias.name}`, alias);
  }

  public deleteAlias(region: string, name: string): void {
    this.aliases.delete(`${region}/${name}`);
  }
}
