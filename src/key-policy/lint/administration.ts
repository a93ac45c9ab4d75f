/** The actions that decide over a key, its material and its life. */
export const ADMINISTRATION = [
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'kms:DisableKey',
  'kms:DeleteImportedKeyMaterial',
  'kms:ImportKeyMaterial',
  'kms:RotateKeyOnDemand',
  'kms:ReplicateKey',
  'kms:UpdatePrimaryRegion',
];

/** The condition keys of a second factor: whether there is one, and how old it is. */
export const SECOND_FACTOR = ['aws:MultiFactorAuthPresent', 'aws:MultiFactorAuthAge'];
