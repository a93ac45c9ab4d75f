/** A role that KMS can't see, yet or any longer. IAM takes a while to show a new one. */
export function isUnknownPrincipal(error: unknown): boolean {
  return nameOf(error) === 'MalformedPolicyDocumentException' && /invalid principals/i.test(messageOf(error));
}

/** The key is gone, or about to be deleted: nobody can change its policy any more. */
export function isKeyGone(error: unknown): boolean {
  return ['NotFoundException', 'KMSInvalidStateException', 'InvalidArnException'].includes(nameOf(error));
}

/** We refuse to go on, as opposed to KMS. */
export function isRefusal(error: unknown): boolean {
  return ['PlanRefused', 'PolicyRefused', 'RequestRefused', 'NotSettled'].includes(nameOf(error));
}

/** What may end otherwise in a moment: IAM that has not settled, a service that is busy, a connection that broke. */
export function isPassing(error: unknown): boolean {
  return isUnknownPrincipal(error) || !(isRefusal(error) || isKeyGone(error) || LASTING.has(nameOf(error)));
}

/** What to say of an error: KMS's own words, with a way out where there is one. */
export function describeKmsFailure(error: unknown): string {
  const message = `${nameOf(error)}: ${messageOf(error)}`;
  if (isUnknownPrincipal(error)) {
    return `${message}; every role the policy names must exist, and a deleted one shows as AROA…`;
  }
  if (nameOf(error) === 'AccessDeniedException') {
    return `${message}; a closed key has to let this role in first, once: encrypted-queue-to-table policy admit cdk.out --key-id KEY`;
  }
  return message;
}

const LASTING = new Set([
  'MalformedPolicyDocumentException',
  'LimitExceededException',
  'UnsupportedOperationException',
]);

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
