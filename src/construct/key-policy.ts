import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { PolicyDocument as RenderedDocument } from '../key-policy/statement';

/**
 * The policy that the key must have for the construct to work, and no more than that.
 *
 * It follows from the props and the grants alone: it can be reviewed, and put on the key, before a deployment.
 */
export class KeyPolicy {
  /** @internal a policy that is rendered anew each time it is asked for, since a grant may have come in between */
  public static _of(render: () => RenderedDocument): KeyPolicy {
    return new KeyPolicy(render);
  }

  private constructor(private readonly render: () => RenderedDocument) {}

  /**
   * The policy as a CDK document, to inspect its statements or to add them to another one.
   *
   * A copy: what is added to it does not reach the key. It has no `Id`, which the other two forms have.
   */
  public toDocument(): PolicyDocument {
    return PolicyDocument.fromJson(this.render());
  }

  /**
   * The policy as a plain object, as `kms:PutKeyPolicy` takes it.
   *
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
   */
  public toJson(): any {
    return this.render();
  }

  /**
   * The policy as JSON text, indented by two spaces.
   */
  public toText(): string {
    return JSON.stringify(this.render(), undefined, 2);
  }
}
