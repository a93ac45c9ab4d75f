/** An error that the client of a service sees, by its code and its message. */
export class ServiceError extends Error {
  public readonly name: string = 'ServiceError';

  public constructor(
    public readonly code: string,
    message: string,
    public readonly status = 400,
  ) {
    super(message);
  }
}
