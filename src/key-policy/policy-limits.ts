/**
 * Most bytes of a key policy.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export const MAX_POLICY_BYTES = 32_768;
