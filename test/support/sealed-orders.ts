import { type App, CfnResource, type IAspect } from 'aws-cdk-lib';
import { addOrders } from './orders';
import type { EncryptedQueueToTable } from '../../src';

/** Something that an app does to `Orders`. */
export type Change = (orders: EncryptedQueueToTable) => unknown;

/** A part, what of it, and what is wrong with that. */
export type Problem = readonly [part: string, of: string, problem: string];

export type Case = readonly [what: string, change: Change, problems: readonly Problem[]];

/** Asserts that synthesis says exactly the problems of a case, each with its way out. */
export function expectProblems(change: Change, problems: readonly Problem[]): void {
  expect(problemsAfter(change)).toEqual(
    problems.map(
      ([part, of, problem]) => `'${of}' of OrdersStack/${pathOf(part)} ${problem}${wayOut(`${part}.${of}`)}`,
    ),
  );
}

/** What synthesis says of `Orders` after something was done to it: the lines of the error, without their origin. */
export function problemsAfter(change: Change, props: object = {}): string[] {
  const orders = addOrders(props);
  change(orders);
  return problemsOf(orders);
}

/** What synthesis says of an app. */
export function problemsOf({ node }: EncryptedQueueToTable): string[] {
  try {
    (node.root as App).synth();
    return [];
  } catch (error) {
    const [title, ...lines] = (error as Error).message.split('\n');
    if (title !== 'Validation failed with the following errors:') throw error;
    return lines.map(line => line.replace(/^ *\[[^\]]*\] /, ''));
  }
}

/** What each problem ends with. */
export const wayOut = (name: string): string => `; undo that, or accept it with acceptedDeviations: ['${name}']`;

/** The resource that a part is, such as `Queue/Policy`. */
export function partOf({ node }: EncryptedQueueToTable, part: string): CfnResource {
  const path = `OrdersStack/${pathOf(part)}`;
  return node.root.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .find(resource => resource.node.path === path)!;
}

/** Overrides a property, as an escape hatch does. */
export const override =
  (part: string, property: string, value: unknown): Change =>
  orders =>
    partOf(orders, part).addPropertyOverride(property, value);

/** Takes out what a path names, as an escape hatch does. */
export const deletion =
  (part: string, of: string): Change =>
  orders =>
    partOf(orders, part).addDeletionOverride(of);

/** An Aspect that does something with each resource of a type. */
export const toEach = (type: string, change: (resource: any) => void): IAspect => ({
  visit: node => {
    if (CfnResource.isCfnResource(node) && node.cfnResourceType === type) change(node);
  },
});

function pathOf(part: string): string {
  if (part === 'KeyPolicy/Statements') return 'Orders/KeyPolicy9fde17a1/Statements/Default';
  return part.startsWith('KeyPolicyManager/') ? `EncryptedQueueToTable${part}/Resource` : `Orders/${part}/Resource`;
}
