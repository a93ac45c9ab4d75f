/** An answer of AWS; nothing where the caller may not ask. */
export async function unlessDenied<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: Error) => {
    if (/^AccessDenied/.test(error.name)) return undefined;
    throw error;
  });
}

/** What stands in the place of the answer: which right the caller lacks. */
export function notRead(action: string): string {
  return `not read: the caller may not call ${action}`;
}
