import { CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Declaration } from './declaration';

/** The resources of an app as their templates will have them. All checks of one synthesis share one look at each. */
export class FinalApp {
  /** The app of a construct, as it was when its validation began. */
  public static of({ node: { root } }: IConstruct): FinalApp {
    const known = apps.get(root) ?? new FinalApp(root);
    apps.set(root, known);
    return known;
  }

  /** Forgets what earlier validations saw: to be called as a validation begins. */
  public static forget({ node: { root } }: IConstruct): void {
    apps.delete(root);
  }

  public readonly resources: readonly CfnResource[];
  private readonly declarations = new Map<CfnResource, Declaration>();

  private constructor(app: IConstruct) {
    this.resources = app.node.findAll().filter(CfnResource.isCfnResource);
  }

  /** How a resource looks in its template, overrides included. */
  public declarationOf(resource: CfnResource): Declaration {
    const known = this.declarations.get(resource) ?? (Stack.of(resource).resolve(declare(resource)) as Declaration);
    this.declarations.set(resource, known);
    return known;
  }
}

const apps = new WeakMap<IConstruct, FinalApp>();

/** What a resource declares, with its Tokens. */
export function declare(resource: CfnResource): unknown {
  const { Resources } = (resource as unknown as Rendered)._toCloudFormation();
  return Object.values(Resources)[0];
}

/** What every resource has, and CDK keeps to itself. */
interface Rendered {
  _toCloudFormation(): { readonly Resources: Readonly<Record<string, unknown>> };
}
