/**
 * The messages of a batch that the function did not process, as Lambda reads them from what it returned.
 *
 * No response or an empty list is a success of the whole batch; a list that names anything else than messages of the
 * batch is a failure of the whole batch.
 */
export function failedIn(response: unknown, messageIds: readonly string[]): readonly string[] {
  const failures = (response as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return messageIds;
  const failed = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  return failed.every(id => typeof id === 'string' && messageIds.includes(id)) ? (failed as string[]) : messageIds;
}
