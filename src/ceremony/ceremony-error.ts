/** What went wrong in a ceremony, in words for its operator, and the next step where there is one. */
export class CeremonyError extends Error {
  public readonly name = 'CeremonyError';

  public constructor(
    message: string,
    public readonly hint?: string,
  ) {
    super(message);
  }
}
