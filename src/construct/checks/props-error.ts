import type { IConstruct } from 'constructs';

/**
 * Thrown when a construct is given props it can't work with: one error, every problem in it.
 */
export class PropsError extends Error {
  public readonly name = 'InvalidProps';

  public constructor(
    scope: IConstruct,
    public readonly problems: readonly string[],
  ) {
    super(`${problems.join('; ')} [${scope.node.path}]`);
  }
}
