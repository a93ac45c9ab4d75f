/**
 * The length of the key material of a symmetric KMS key. @see
 * https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-conceptual.html
 */
export const MATERIAL_BYTES = 32;

/**
 * The longest time until imported key material expires. @see
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ImportKeyMaterial.html
 */
export const MAX_EXPIRY_DAYS = 365;

/**
 * The rotations on demand in the life of a key. @see
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html
 */
export const MAX_ON_DEMAND_ROTATIONS = 25;
