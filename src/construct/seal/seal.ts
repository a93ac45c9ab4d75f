import { CfnResource } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import { isAimed } from './aimed-at';
import { asMade } from './as-made';
import { findDeviations } from './deviations';
import { watchInjectors } from './injected-props';
import { findUnused, type NamedDeviation, renderProblems, type SealedResource } from './sealed-resource';
import { watchApp } from './watched-app';
import type { Declaration } from '../final/declaration';
import { FinalApp } from '../final/final-app';

/**
 * Holds the resources of a construct to what the construct made: the last word before the template is written. What
 * Aspects, mixins, overrides and property injectors changed is an error, but for what is harmless or accepted by name.
 */
export class ResourceSeal {
  public readonly resources: SealedResource[] = [];
  public readonly accepted = new Set<string>();
  private readonly injected: () => readonly NamedDeviation[];

  /** @param prefix what the names of the parts begin with */
  public constructor(
    private readonly scope: Construct,
    private readonly prefix = '',
  ) {
    this.injected = watchInjectors(
      scope,
      path => this.partOf(path),
      () => this.resources.length > 0,
    );
    scope.node.addValidation({ validate: () => this.problems() });
  }

  /** Remembers all that was made: from now on it is to stay so. */
  public close(): void {
    for (const resource of this.scope.node.findAll().filter(CfnResource.isCfnResource)) {
      this.resources.push({ part: this.partOf(resource.node.path), resource, made: asMade(resource) });
    }
    watchApp(this.scope, this);
  }

  /** Lets deviations pass that a user names. */
  public accept(names: readonly string[]): void {
    names.forEach(name => this.accepted.add(name));
  }

  private partOf(path: string): string {
    const within = path.slice(this.scope.node.path.length + 1).replace(/\/(Resource|Default)$/, '');
    return this.prefix + within.replace(/^KeyPolicy[\da-f]{8}/, 'KeyPolicy');
  }

  private problems(): string[] {
    const found = [...this.resources.flatMap(deviationsOf), ...this.injected()];
    const accepted = [...this.accepted].filter(name => !isAimed(name));
    return [...renderProblems(found, this.accepted), ...findUnused(accepted, found)];
  }
}

function deviationsOf({ made, part, resource }: SealedResource): NamedDeviation[] {
  const { path } = resource.node;
  if (!isInTree(resource)) return [{ name: part, problem: `'${path}' must stay, got nothing` }];
  const now = FinalApp.of(resource).declarationOf(resource);
  const found = [...findDeviations(made(), now), ...findMissingOrder(resource, now)];
  return found.map(({ path: of, problem }) => ({
    name: `${part}.${of}`,
    problem: `'${of}' of ${path} must ${problem}`,
  }));
}

/** An order of creation that was taken out: the permissions of a resource might then come too late. */
function findMissingOrder(resource: CfnResource, { DependsOn = [] }: Declaration) {
  const now = [DependsOn].flat();
  return resource
    .obtainDependencies()
    .filter(CfnResource.isCfnResource)
    .filter(({ logicalId, stack }) => stack === resource.stack && !now.includes(stack.resolve(logicalId)))
    .map(({ node }) => ({ path: 'DependsOn', problem: `have ${node.path}, as the construct made it` }));
}

function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
