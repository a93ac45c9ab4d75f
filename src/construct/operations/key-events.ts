import type { AlarmDefinition } from './alarm-definition';

/** What an event rule on the key watches, and what it says. */
export interface KeyEvent extends Pick<AlarmDefinition, 'first' | 'meaning' | 'runbook' | 'urgency'> {
  /** What EventBridge matches an event with. */
  readonly pattern: object;
  /** Whether the event names who made the call, and from where. */
  readonly call: boolean;
}

/**
 * What happens to the key, as KMS and CloudTrail tell it.
 *
 * The key is matched by `resources`, since a call may name it by its id, its ARN or an alias.
 *
 * @param managerRoleArn the role that puts the policy when the stack is deployed
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/ct-delete-expired-key-material.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function keyEvents(keyArn: string, managerRoleArn: string): Record<string, KeyEvent> {
  return {
    MaterialExpired: {
      pattern: {
        source: ['aws.kms'],
        $or: [
          { 'detail-type': ['KMS Imported Key Material Expiration'], resources: [keyArn] },
          {
            'detail-type': ['AWS Service Event via CloudTrail'],
            detail: { eventName: ['DeleteExpiredKeyMaterial'], resources: { ARN: [keyArn] } },
          },
        ],
      },
      call: false,
      urgency: 'page',
      runbook: 'material-expired',
      meaning: 'The key material expired. Queue and table stop until the same material is imported again.',
      first: 'doctor',
    },
    KeyDeleted: {
      pattern: native('KMS CMK Deletion', keyArn),
      call: false,
      urgency: 'page',
      runbook: 'material-lost',
      meaning: 'The key was deleted. What it encrypted can never be read again.',
      first: 'doctor',
    },
    KeyRotated: {
      pattern: native('KMS CMK Rotation', keyArn),
      call: false,
      urgency: 'notice',
      runbook: 'material-expiring',
      meaning: 'The key has new material. The earlier material is still needed for what it encrypted.',
      first: 'doctor',
    },
    KeyStopped: {
      pattern: calls(keyArn, ['DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial']),
      call: true,
      urgency: 'page',
      runbook: 'key-disabled',
      meaning: 'The key can no longer be used. Queue and table stop.',
      first: 'doctor',
    },
    KeyBack: {
      pattern: calls(keyArn, [
        'EnableKey',
        'CancelKeyDeletion',
        'ImportKeyMaterial',
        'RotateKeyOnDemand',
        'ReplicateKey',
        'UpdatePrimaryRegion',
      ]),
      call: true,
      urgency: 'notice',
      runbook: 'key-disabled',
      meaning: 'Somebody works on the key: it is enabled again, or has other material or another Region.',
      first: 'doctor',
    },
    PolicyChanged: {
      pattern: calls(keyArn, ['PutKeyPolicy'], {
        // root and IAM users have no session: `anything-but` alone would miss them
        sessionContext: { sessionIssuer: { arn: [{ 'anything-but': [managerRoleArn] }, { exists: false }] } },
      }),
      call: true,
      urgency: 'page',
      runbook: 'key-compromise',
      meaning: 'Somebody other than the deployment changed the policy of the key.',
      first: 'doctor',
    },
    GrantChanged: {
      pattern: calls(keyArn, ['CreateGrant', 'RevokeGrant'], {
        invokedBy: [{ 'anything-but': ['dynamodb.amazonaws.com'] }, { exists: false }],
      }),
      call: true,
      urgency: 'notice',
      runbook: 'key-compromise',
      meaning: 'Somebody other than DynamoDB made or revoked a grant on the key.',
      first: 'doctor',
    },
  };
}

function native(detailType: string, keyArn: string): object {
  return { source: ['aws.kms'], 'detail-type': [detailType], resources: [keyArn] };
}

function calls(keyArn: string, names: readonly string[], userIdentity?: object): object {
  return {
    source: ['aws.kms'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: ['kms.amazonaws.com'],
      eventName: names,
      resources: { ARN: [keyArn] },
      ...(userIdentity && { userIdentity }),
    },
  };
}
