import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/**
 * What stands for the bucket that CDK uploads assets to: a deployed stack does not need its cloud assembly any more.
 */
export class AssetStore {
  public static async open(): Promise<AssetStore> {
    return new AssetStore(await mkdtemp(join(tmpdir(), 'sandbox-assets-')));
  }

  private constructor(private readonly directory: string) {}

  /** @returns where the copies are, by the same locations */
  public async upload(assets: ReadonlyMap<string, string>): Promise<Map<string, string>> {
    const uploaded = new Map<string, string>();
    for (const [location, source] of assets) {
      const target = join(this.directory, basename(source));
      await cp(source, target, { recursive: true });
      uploaded.set(location, target);
    }
    return uploaded;
  }

  public async close(): Promise<void> {
    await rm(this.directory, { recursive: true });
  }
}
