/** Thrown when something could not be read, and the other checks can go on. */
export class NotRead extends Error {
  /** The error of a service, or this one if it says that the caller may not or has to slow down. */
  public static from(error: unknown, action: string): unknown {
    const { name } = error as Error;
    if (/AccessDenied|NotAuthorized|UnauthorizedOperation|AuthorizationError/.test(name)) {
      return new NotRead(`the caller may not call ${action}`);
    }
    return /Throttl|TooManyRequests|LimitExceeded|SlowDown/.test(name)
      ? new NotRead(`AWS asks to slow down (${action})`)
      : error;
  }

  public readonly name = 'NotRead';
}
