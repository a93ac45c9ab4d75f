/** An error as KMS answers it: its code travels as `__type`. */
export class KmsError extends Error {
  public constructor(
    public readonly code: string,
    message?: string,
    public readonly status = code.startsWith('KMSInternal') ? 500 : 400,
  ) {
    super(message ?? '');
    this.name = code;
  }
}

/** The message KMS gives when it cannot say whether a key exists, because the caller may not know. */
export const UNKNOWN_CIPHERTEXT_KEY =
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.';
