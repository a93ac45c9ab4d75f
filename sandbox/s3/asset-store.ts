import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { unzipSync } from 'fflate';
import type { Buckets } from './buckets';

const REPOSITORY = join(__dirname, '..', '..');

/**
 * What stands for the bucket that CDK uploads assets to: a deployed stack does not need its cloud assembly any more.
 */
export class AssetStore {
  public static async open(buckets: Buckets): Promise<AssetStore> {
    const store = new AssetStore(await mkdtemp(join(tmpdir(), 'sandbox-assets-')), buckets);
    await mkdir(store.runtimeModules);
    await symlink(join(REPOSITORY, 'node_modules', '@aws-sdk'), join(store.runtimeModules, '@aws-sdk'));
    return store;
  }

  private readonly directories = new Map<string, string>();

  private constructor(
    private readonly directory: string,
    private readonly buckets: Buckets,
  ) {}

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

  /** The directory of the code at a location: what was uploaded as such, or what is in the archive there. */
  public async directoryOf(location: string): Promise<string | undefined> {
    const known = this.directories.get(location);
    const archive = this.buckets.at(location);
    if (known !== undefined || archive === undefined) return known;
    const directory = await this.unpack(unzipSync(archive));
    this.directories.set(location, directory);
    return directory;
  }

  /** A new directory with these files in it. */
  public async unpack(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
    const directory = await mkdtemp(join(this.directory, 'code-'));
    for (const [name, content] of Object.entries(files)) {
      const path = join(directory, name);
      if (!path.startsWith(directory + sep)) throw new Error(`the archive has a file outside of it: ${name}`);
      if (name.endsWith('/')) continue;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    return directory;
  }

  public async close(): Promise<void> {
    await rm(this.directory, { recursive: true });
  }
}
