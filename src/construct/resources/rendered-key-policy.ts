import { KeyPolicy } from '../../key-policy/key-policy';
import type { PolicyDocument } from '../../key-policy/statement';

/** A key policy rendered anew each time it is asked for, since a grant may have come in between. */
export class RenderedKeyPolicy extends KeyPolicy {
  public constructor(private readonly render: () => PolicyDocument) {
    super();
  }

  public toDocument(): any {
    return this.render();
  }
}
