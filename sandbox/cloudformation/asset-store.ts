import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const REPOSITORY = join(__dirname, '..', '..');

/**
 * What stands for the bucket that CDK uploads assets to: a deployed stack does not need its cloud assembly any more.
 */
export class AssetStore {
  public static async open(): Promise<AssetStore> {
    const store = new AssetStore(await mkdtemp(join(tmpdir(), 'sandbox-assets-')));
    await mkdir(store.runtimeModules);
    await symlink(join(REPOSITORY, 'node_modules', '@aws-sdk'), join(store.runtimeModules, '@aws-sdk'));
    return store;
  }

  private readonly directories = new Map<string, string>();

  private constructor(private readonly directory: string) {}

  /** The modules that Lambda's runtime brings along, as far as they are installed here: the AWS SDK. */
  public get runtimeModules(): string {
    return join(this.directory, 'runtime');
  }

  /** @param assets directories and files by the location that templates give them, `bucket/key` */
  public async upload(assets: ReadonlyMap<string, string>): Promise<void> {
    for (const [location, source] of assets) {
      const target = join(this.directory, basename(source));
      await cp(source, target, { recursive: true });
      this.directories.set(location, target);
    }
  }

  /** The directory of the code at a location. */
  public async directoryOf(location: string): Promise<string | undefined> {
    return this.directories.get(location);
  }

  public async close(): Promise<void> {
    await rm(this.directory, { recursive: true });
  }
}
