/**
 * The policy that the key must have for the construct to work, and no more than that.
 *
 * A pure function of the props: it can be reviewed before a deployment and applied before it.
 */
export abstract class KeyPolicy {
  /**
   * The policy document, as `kms:PutKeyPolicy` takes it.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
   */
  public abstract toDocument(): any;

  /**
   * The policy document as JSON text, two spaces an indent.
   */
  public toJson(): string {
    return JSON.stringify(this.toDocument(), undefined, 2);
  }
}
