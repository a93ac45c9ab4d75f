import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { InvocationClock } from './clock';

/** A call takes no longer, however much time there is. */
const CALL_MILLISECONDS = 5_000;

/**
 * Gives each call a third of the time that is left at most. A connection that died unnoticed while the function was
 * frozen then costs a third of an invocation, and another call can still be made.
 */
export class BoundedHttpHandler extends NodeHttpHandler {
  /** The clock of the invocation that makes the calls. */
  public clock?: Pick<InvocationClock, 'remaining'>;

  public constructor() {
    super({ connectionTimeout: 2_000, throwOnRequestTimeout: true });
  }

  public override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const remaining = this.clock?.remaining() ?? Infinity;
    const requestTimeout = Math.max(1, Math.min(CALL_MILLISECONDS, remaining / 3));
    const answer = await super.handle(request, { ...options, requestTimeout });
    if (answer.response.headers['content-length'] === '0') throw new EmptyAnswer();
    return answer;
  }
}

/** Thrown for an answer that says nothing, as DynamoDB and SQS never do. The SDK would take it for a success. */
class EmptyAnswer extends Error {
  public readonly name = 'EmptyAnswer';
}
