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
