import type { DeployerCloud } from './clients';
import type { Physical, StackFacts } from './physical';

export type Properties = Readonly<Record<string, any>>;

/** A resource of a stack with its properties as they are after all intrinsic functions. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  /** Its metadata, with all intrinsic functions evaluated too. */
  readonly metadata?: unknown;
  readonly stack: StackFacts;
}

/** How a resource that exists already is taken into a stack: it is looked at, and left as it is. */
export interface Importing {
  /** The property whose literal value names the resource. */
  readonly identifier: string;
  find(name: string, cloud: DeployerCloud): Promise<Physical | undefined>;
}

/** How a type of resource is made, changed and removed in the sandbox. */
export interface ResourceType {
  /**
   * The properties that are acted on, as paths such as `Replicas[].Region`; a path stands for all below it. Without a
   * list, any.
   */
  readonly understood?: readonly string[];
  /** Properties that change nothing here, each with the reason. */
  readonly withoutEffect?: Readonly<Record<string, string>>;
  /** Properties whose change makes a new resource and removes the old one. */
  readonly replacedBy?: readonly string[];
  /** Only types have it that CloudFormation imports. */
  readonly importing?: Importing;
  /** Whether somebody changed it, as far as CloudFormation can see. @default it is taken to be so */
  hasDrifted?(resource: Resource, cloud: DeployerCloud, physical: Physical): boolean;
  create(resource: Resource, cloud: DeployerCloud): Promise<Physical>;
  update(resource: Resource, cloud: DeployerCloud, before: Resource, physical: Physical): Promise<Physical>;
  delete(resource: Resource, cloud: DeployerCloud, physical: Physical): Promise<void>;
}

/** The paths of the leaves of a value: `A.B`, `A[].B`. */
function leafPaths(value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [path] : value.flatMap(item => leafPaths(item, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, item]) => leafPaths(item, path === '' ? name : `${path}.${name}`));
}

/** @throws if the resource has a property that its type would ignore */
export function validateProperties(
  { logicalId, type, properties }: Resource,
  { understood, withoutEffect = {} }: ResourceType,
): void {
  if (understood === undefined) return;
  const known = [...understood, ...Object.keys(withoutEffect)];
  const covers = (path: string, entry: string): boolean =>
    path === entry || path.startsWith(`${entry}.`) || path.startsWith(`${entry}[]`);
  const unknown = [...new Set(leafPaths(properties, ''))].filter(
    path => path !== '' && !known.some(entry => covers(path, entry)),
  );
  if (unknown.length > 0) {
    throw new Error(
      `the sandbox does not know ${unknown.map(path => `'${path}'`).join(', ')} of ${type} [${logicalId}]`,
    );
  }
}
