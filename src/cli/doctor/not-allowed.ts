/** Thrown when the caller may not read something. */
export class NotAllowed extends Error {
  /** The error of a service, or this one if it says that the caller may not. */
  public static from(error: unknown, action: string): unknown {
    return /AccessDenied|NotAuthorized|UnauthorizedOperation/.test((error as Error).name)
      ? new NotAllowed(action)
      : error;
  }

  public readonly name = 'NotAllowed';

  public constructor(public readonly action: string) {
    super(`the caller may not call ${action}`);
  }
}
