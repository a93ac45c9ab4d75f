import { isDeepStrictEqual } from 'node:util';
import type { Cloud } from '../cloud';
import type { StackArtifact } from './assembly';
import { inDependencyOrder } from './dependencies';
import { resolve, type Scope } from './intrinsics';
import { validateProperties, type Properties, type Resource } from './resource-type';
import { resourceType } from './resource-types';
import { scopeOf, type Physical, type StackFacts } from './scope';
import { validateTemplate, type ResourceDeclaration } from './template';

/** A resource that exists. */
interface Existing {
  readonly resource: Resource;
  readonly physical: Physical;
  readonly deletionPolicy: string;
}

type Undo = () => Promise<void>;

/** A stack of the account, deployed resource by resource as CloudFormation does it. */
export class Stack {
  private existing = new Map<string, Existing>();

  public constructor(
    public readonly facts: StackFacts,
    private readonly cloud: Cloud,
    private readonly exported: Map<string, unknown>,
  ) {}

  /** What exists of the template, by logical id. */
  public get resources(): ReadonlyMap<string, Physical> {
    return new Map([...this.existing].map(([logicalId, { physical }]) => [logicalId, physical]));
  }

  /**
   * Creates what is missing, updates what differs, removes what is no longer there.
   *
   * @returns the outputs
   * @throws what the first failing resource said, once everything is as it was before
   */
  public async deploy({ template, assets }: StackArtifact): Promise<Record<string, unknown>> {
    validateTemplate(template);
    const { Resources = {}, Outputs = {} } = template;
    for (const [logicalId, { Type }] of Object.entries(Resources)) resourceType(Type, logicalId);
    const before = new Map(this.existing);
    const undo: Undo[] = [];
    const replaced: Existing[] = [];
    const scope = (): Scope => scopeOf(template, this.facts, this.resources, this.exported);
    const isWanted = ({ Condition }: { readonly Condition?: string }): boolean =>
      Condition === undefined || scope().condition(Condition);
    try {
      for (const logicalId of inDependencyOrder(Resources)) {
        const declaration = Resources[logicalId];
        if (!isWanted(declaration)) continue;
        const properties = resolve(declaration.Properties ?? {}, scope()) as Properties;
        const resource: Resource = { logicalId, type: declaration.Type, properties, stack: this.facts, assets };
        validateProperties(resource, resourceType(resource.type, logicalId));
        replaced.push(...(await this.bring(resource, declaration, undo)));
      }
      const outputs = Object.entries(Outputs).filter(([, output]) => isWanted(output));
      const values = outputs.map(([name, { Value, Export }]) => {
        const value = resolve(Value, scope());
        if (Export !== undefined) this.exported.set(String(resolve(Export.Name, scope())), value);
        return [name, value] as const;
      });
      const gone = [...before.keys()].filter(
        logicalId => !Object.hasOwn(Resources, logicalId) || !isWanted(Resources[logicalId]),
      );
      await this.clean([...replaced, ...gone.map(logicalId => this.existing.get(logicalId)!)].reverse());
      for (const logicalId of gone) this.existing.delete(logicalId);
      return Object.fromEntries(values);
    } catch (error) {
      for (const step of undo.reverse()) await step();
      this.existing = before;
      throw error;
    }
  }

  /** Removes every resource, the last one first, except those to retain. */
  public async destroy(): Promise<void> {
    for (const [logicalId, existing] of [...this.existing].reverse()) {
      await this.clean([existing]);
      this.existing.delete(logicalId);
    }
  }

  /** Makes one resource what it is to be; gives back what it replaces. */
  private async bring(
    resource: Resource,
    { DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete' }: ResourceDeclaration,
    undo: Undo[],
  ): Promise<Existing[]> {
    const { logicalId, type } = resource;
    const its = resourceType(type, logicalId);
    const former = this.existing.get(logicalId);
    const put = (physical: Physical): void => {
      this.existing.delete(logicalId); // so that the order stays that of creation
      this.existing.set(logicalId, { resource, physical, deletionPolicy: DeletionPolicy });
    };
    const differs = (name: string): boolean =>
      !isDeepStrictEqual(former?.resource.properties[name], resource.properties[name]);
    if (former === undefined || former.resource.type !== type || (its.replacedBy ?? []).some(differs)) {
      const physical = await this.timed('CREATE', resource, async () => its.create(resource, this.cloud));
      put(physical);
      // a retained one stays even then
      if (DeletionPolicy !== 'Retain') undo.push(async () => its.delete(resource, this.cloud, physical));
      return former === undefined ? [] : [{ ...former, deletionPolicy: UpdateReplacePolicy }];
    }
    if (isDeepStrictEqual(former.resource.properties, resource.properties)) {
      put(former.physical);
      return [];
    }
    undo.push(async () => void (await its.update(former.resource, this.cloud, resource, former.physical)));
    put(
      await this.timed('UPDATE', resource, async () =>
        its.update(resource, this.cloud, former.resource, former.physical),
      ),
    );
    return [];
  }

  private async clean(unwanted: readonly Existing[]): Promise<void> {
    for (const { resource, physical, deletionPolicy } of unwanted) {
      const isRetained = deletionPolicy.startsWith('Retain');
      const remove = async (): Promise<void> =>
        resourceType(resource.type, resource.logicalId).delete(resource, this.cloud, physical);
      await this.timed(isRetained ? 'RETAIN' : 'DELETE', resource, isRetained ? async () => undefined : remove);
    }
  }

  private async timed<T>(
    status: 'CREATE' | 'UPDATE' | 'DELETE' | 'RETAIN',
    { type, logicalId }: Resource,
    step: () => Promise<T>,
  ): Promise<T> {
    const started = performance.now();
    const result = await step();
    this.cloud.progress?.({ status, type, logicalId, milliseconds: performance.now() - started });
    return result;
  }
}
