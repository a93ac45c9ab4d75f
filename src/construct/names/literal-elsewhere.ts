import { type IResolveContext, Reference, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A text that is a reference in its own stack, where CloudFormation has to wait for the resource, and the literal it
 * stands for in any other stack. So no stack imports from another one, and none can be bound to the other for good.
 */
export function literalElsewhere(owner: IConstruct, reference: string, literal: string): string {
  return Token.asString(new LiteralElsewhere(owner, reference, literal));
}

class LiteralElsewhere extends Reference {
  public constructor(
    owner: IConstruct,
    private readonly reference: string,
    private readonly literal: string,
  ) {
    super(reference, owner, 'LiteralElsewhere');
  }

  public override resolve(context: IResolveContext): string {
    const [own, consuming] = [topLevelStackOf(this.target), topLevelStackOf(context.scope)];
    if (own === consuming) return this.reference;
    deployAfter(consuming, own);
    return this.literal;
  }
}

/** The stack that is deployed by itself: of a nested stack the one around it. */
export function topLevelStackOf(scope: IConstruct): Stack {
  const stack = Stack.of(scope);
  return stack.nestedStackParent ? topLevelStackOf(stack.nestedStackParent) : stack;
}

/** Has one stack deployed after another, unless the app wants it the other way round. */
function deployAfter(later: Stack, earlier: Stack): void {
  if (Stage.of(later) === Stage.of(earlier) && !waitsFor(earlier, later)) {
    const { addDependency, addStackDependency = addDependency } = later as Renamed;
    addStackDependency.call(later, earlier);
  }
}

/** Newer versions of CDK have another name for it, and warn of the old one. */
interface Renamed extends Stack {
  addStackDependency?(earlier: Stack): void;
}

/** Whether a stack is deployed after another one. */
export function waitsFor(stack: Stack, other: Stack): boolean {
  return stack.dependencies.some(dependency => dependency === other || waitsFor(dependency, other));
}
