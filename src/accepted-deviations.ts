/** The key of what the template's metadata says of deviations that the user accepted. */
export const ACCEPTED_DEVIATIONS = 'EncryptedQueueToTable::AcceptedDeviations';

/** What a construct was allowed to be else than it made itself: those who review the key policy must know of it. */
export interface AcceptedDeviations {
  /** The name of the construct in the cloud assembly, which the file of its key policy begins with. */
  readonly Construct: string;
  readonly Deviations: readonly string[];
}
