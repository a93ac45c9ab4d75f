import { attacksOf, NOT_LET_IN, SUCCEEDS } from './attack';
import {
  ADMIN,
  BACKUP,
  CONSUMER,
  CUSTODIAN,
  DEPLOYER,
  DESTROYER,
  DESTROYER_WITH_MFA,
  EXPORTER,
  MANAGER_ELSEWHERE,
  MANAGER_NOWHERE,
  OUTSIDER,
  PRODUCER,
  READER,
  RESTORER,
  ROOT,
  STRANGER,
  WRITER,
} from './attackers';
import { kms, otherQueueKey, otherTableKey, queueKey, restoredKey, table, tableKey } from './calls';

const TO_ONESELF = { 'kms:GrantIsForAWSResource': 'false' };
const PAST_THE_CHECK = { 'kms:BypassPolicyLockoutSafetyCheck': 'true' };
const EXPIRES = { 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES' };
const STAYS = { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
const WEAK = { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_1', 'kms:WrappingKeySpec': 'RSA_2048' };
const MONTH = { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' };

/** What is tried on the key itself, and its policy, its grants and its material. */
export const ATTACKS_ON_THE_KEY = [
  ...attacksOf(STRANGER, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['encrypts with the key itself', [kms('Encrypt')], NOT_LET_IN],
    ['makes a data key', [kms('GenerateDataKey')], NOT_LET_IN],
    ['encrypts ciphertext anew, under a key of their own', [kms('ReEncryptFrom')], NOT_LET_IN],
    ['grants the key to themselves', [kms('CreateGrant', TO_ONESELF)], NOT_LET_IN],
    ['has DynamoDB hold a grant for a table of theirs', [restoredKey('CreateGrant')], NOT_LET_IN],
    ['puts a policy of their own', [kms('PutKeyPolicy')], NOT_LET_IN],
    ['puts a policy past the lockout check', [kms('PutKeyPolicy', PAST_THE_CHECK)], NOT_LET_IN],
    ["takes back DynamoDB's grant", [kms('RevokeGrant', { 'kms:GrantIsForAWSResource': 'true' })], NOT_LET_IN],
    ['makes a replica with a policy of their own', [kms('ReplicateKey')], NOT_LET_IN],
    ['makes a replica the primary key', [kms('UpdatePrimaryRegion')], NOT_LET_IN],
    ['moves an alias to another key', [kms('UpdateAlias')], NOT_LET_IN],
    ['imports material of their own', [kms('ImportKeyMaterial', STAYS)], NOT_LET_IN],
    ['makes other material current', [kms('RotateKeyOnDemand')], NOT_LET_IN],
    ['deletes the material', [kms('DeleteImportedKeyMaterial')], NOT_LET_IN],
    ['schedules the deletion of the key', [kms('ScheduleKeyDeletion', MONTH)], NOT_LET_IN],
    ['disables the key', [kms('DisableKey')], NOT_LET_IN],
  ]),
  ...attacksOf(OUTSIDER, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['grants the key to themselves', [kms('CreateGrant', TO_ONESELF)], NOT_LET_IN],
    ['puts a policy of their own', [kms('PutKeyPolicy')], NOT_LET_IN],
  ]),
  ...attacksOf(ADMIN, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['grants the key to themselves', [kms('CreateGrant', TO_ONESELF)], NOT_LET_IN],
    ['puts a policy past the lockout check', [kms('PutKeyPolicy', PAST_THE_CHECK)], NOT_LET_IN],
    ['deletes the material', [kms('DeleteImportedKeyMaterial')], NOT_LET_IN],
    ['schedules the deletion of the key', [kms('ScheduleKeyDeletion', MONTH)], NOT_LET_IN],
    ['makes a replica with a policy of their own', [kms('ReplicateKey')], NOT_LET_IN],
    [
      'puts a policy that lets them decrypt',
      [kms('PutKeyPolicy')],
      SUCCEEDS,
      { remains: 'whoever puts the policy decides. It is one event in CloudTrail: alarm on `PutKeyPolicy`' },
    ],
  ]),
  ...attacksOf(CUSTODIAN, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['imports material that expires', [kms('ImportKeyMaterial', EXPIRES)], NOT_LET_IN],
    ['makes other material current', [kms('RotateKeyOnDemand')], NOT_LET_IN],
    ['fetches a weak wrapping key', [kms('GetParametersForImport', WEAK)], NOT_LET_IN],
    ['puts a policy of their own', [kms('PutKeyPolicy')], NOT_LET_IN],
  ]),
  ...attacksOf(DESTROYER, [
    ['deletes the material', [kms('DeleteImportedKeyMaterial')], NOT_LET_IN],
    ['schedules the deletion of the key', [kms('ScheduleKeyDeletion', MONTH)], NOT_LET_IN],
    ['disables the key', [kms('DisableKey')], NOT_LET_IN],
    ['imports material that expires', [kms('ImportKeyMaterial', EXPIRES)], NOT_LET_IN],
    ["takes back DynamoDB's grant", [kms('RevokeGrant', { 'kms:GrantIsForAWSResource': 'true' })], NOT_LET_IN],
  ]),
  ...attacksOf(DESTROYER_WITH_MFA, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    [
      'schedules the deletion of the key in a week',
      [kms('ScheduleKeyDeletion', { 'kms:ScheduleKeyDeletionPendingWindowInDays': '7' })],
      SUCCEEDS,
      { strictly: NOT_LET_IN, remains: 'it is what a destroyer is for. `strictConditions` asks for 30 days' },
    ],
    [
      'deletes the material',
      [kms('DeleteImportedKeyMaterial')],
      SUCCEEDS,
      { remains: 'it is what a destroyer is for. The material can be imported again from escrow' },
    ],
  ]),
  ...attacksOf(DEPLOYER, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['grants the key to themselves', [kms('CreateGrant', TO_ONESELF)], NOT_LET_IN],
    ['puts a policy of their own', [kms('PutKeyPolicy')], NOT_LET_IN],
    ['decrypts a message of the queue', [queueKey('Decrypt')], NOT_LET_IN],
    [
      'reads another table of the key',
      [otherTableKey('Decrypt')],
      SUCCEEDS,
      { strictly: NOT_LET_IN, remains: 'DynamoDB asks for the key in the name of its creator. See `strictConditions`' },
    ],
  ]),
  ...attacksOf(CONSUMER, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['sends to another queue of the key', [otherQueueKey('GenerateDataKey')], NOT_LET_IN],
    ['reads another table of the key', [otherTableKey('Decrypt')], NOT_LET_IN],
    ['reads a restored table', [restoredKey('Decrypt')], NOT_LET_IN],
    ['grants the key to themselves', [kms('CreateGrant', TO_ONESELF)], NOT_LET_IN],
  ]),
  ...attacksOf(PRODUCER, [['reads the table', [table('Scan'), tableKey('Decrypt')], NOT_LET_IN]]),
  ...attacksOf(READER, [['decrypts a message of the queue', [queueKey('Decrypt')], NOT_LET_IN]]),
  ...attacksOf(RESTORER, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['grants the key to themselves', [kms('CreateGrant', TO_ONESELF)], NOT_LET_IN],
    ['decrypts a message of the queue', [queueKey('Decrypt')], NOT_LET_IN],
    [
      'reads another table of the key',
      [otherTableKey('Decrypt')],
      SUCCEEDS,
      { strictly: NOT_LET_IN, remains: 'a restore makes a table of any name. See `strictConditions`' },
    ],
  ]),
  ...attacksOf(BACKUP, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['reads another table of the key', [otherTableKey('Decrypt')], NOT_LET_IN],
    ['selects the key for a table of their own', [restoredKey('CreateGrant')], NOT_LET_IN],
  ]),
  ...attacksOf(EXPORTER, [['reads the table by the item', [table('Scan'), tableKey('Decrypt')], NOT_LET_IN]]),
  ...attacksOf(WRITER, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['makes a data key for the queue', [queueKey('GenerateDataKey')], NOT_LET_IN],
  ]),
  ...attacksOf(MANAGER_ELSEWHERE, [
    ['puts a policy of their own', [kms('PutKeyPolicy')], 'DenyOutsideThisFunction'],
    ['decrypts with the key itself', [kms('Decrypt')], 'DenyOutsideThisFunction'],
  ]),
  ...attacksOf(MANAGER_NOWHERE, [['puts a policy of their own', [kms('PutKeyPolicy')], 'DenyOutsideThisFunction']]),
  ...attacksOf(ROOT, [
    ['decrypts with the key itself', [kms('Decrypt')], NOT_LET_IN],
    ['grants the key to themselves', [kms('CreateGrant', TO_ONESELF)], NOT_LET_IN],
    ['deletes the material', [kms('DeleteImportedKeyMaterial')], NOT_LET_IN],
    [
      'puts a policy that lets them decrypt',
      [kms('PutKeyPolicy')],
      SUCCEEDS,
      { remains: 'break-glass, for when all administrators are lost. `breakGlass: false` takes it away' },
    ],
  ]),
];
