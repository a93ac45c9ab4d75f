import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Template } from './template';

/** One stack of a cloud assembly, with where the files of its assets are. */
export interface StackArtifact {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  /** Directories and files by the S3 location that the template gives them, `bucket/key`. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly environment?: string;
        readonly dependencies?: readonly string[];
        readonly properties?: { readonly templateFile?: string; readonly stackName?: string };
      }
    >
  >;
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
}

const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

function readAssets(directory: string, id: string, account: string, region: string): Map<string, string> {
  const file = join(directory, `${id}.assets.json`);
  const { files = {} } = existsSync(file) ? readJson<AssetManifest>(file) : {};
  const located = Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => {
      const bucket = bucketName.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region);
      return [`${bucket}/${objectKey}`, join(directory, source.path)] as const;
    }),
  );
  return new Map(located);
}

/**
 * Reads the stacks of a synthesised cloud assembly, each after those it depends on.
 *
 * @param environment what stands for an account and a Region that the app left open
 */
export function readAssembly(
  directory: string,
  environment: { readonly account: string; readonly region: string },
): StackArtifact[] {
  const { artifacts } = readJson<Manifest>(directory, 'manifest.json');
  const read = new Map<string, StackArtifact>();
  const visit = (id: string): void => {
    const { type, environment: target = '', dependencies = [], properties = {} } = artifacts[id];
    if (type !== 'aws:cloudformation:stack' || read.has(id)) return;
    dependencies.forEach(visit);
    const [account, region] = target.replace('aws://', '').split('/');
    const known = {
      account: account === 'unknown-account' ? environment.account : account,
      region: region === 'unknown-region' ? environment.region : region,
    };
    read.set(id, {
      ...known,
      name: properties.stackName ?? id,
      template: readJson<Template>(directory, properties.templateFile!),
      assets: readAssets(directory, id, known.account, known.region),
    });
  };
  Object.keys(artifacts).forEach(visit);
  return [...read.values()];
}
