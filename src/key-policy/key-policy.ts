import type { PolicyDocument } from './statement';

/**
 * The policy that the key must have for the construct to work, and no more than that.
 *
 * A pure function of the props: it can be reviewed before a deployment and applied before it.
 */
export class KeyPolicy {
  /** @internal */
  public constructor(private readonly render: () => PolicyDocument) {}

  /**
   * The policy document, as `kms:PutKeyPolicy` takes it.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
   */
  public toDocument(): any {
    return this.render();
  }

  /**
   * The policy document as JSON text, two spaces an indent.
   */
  public toJson(): string {
    return JSON.stringify(this.render(), undefined, 2);
  }
}
