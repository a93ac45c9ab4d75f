/** A failure with the words for the person at the terminal, and a hint, if there is one, that can be pasted. */
export class CliError extends Error {
  public readonly name: string = 'CliError';

  public readonly exitCode: number = 1;

  public constructor(
    message: string,
    public readonly hint?: string,
  ) {
    super(message);
  }
}

/** The command line itself is wrong: nothing was read, called or written. */
export class UsageError extends CliError {
  public override readonly exitCode = 2;
}
