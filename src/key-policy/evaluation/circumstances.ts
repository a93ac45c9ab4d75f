import { isService } from './request';

/**
 * Whether a condition key is one of the caller's circumstances, such as an address, a tag or a second factor: open,
 * unless the question says what it is. What KMS, Lambda or the calling service sets is absent unless it is given.
 */
export function isCircumstance(key: string, principal: string): boolean {
  return !/^(kms|lambda):|^aws:calledvia/.test(key) && (isService(principal) || !isSourceKey(key));
}

/** Whether only a service's own call has a key: the resource for which the service calls. */
export function isSourceKey(key: string): boolean {
  return /^aws:source(arn|account|orgid|orgpaths)$/.test(key);
}
