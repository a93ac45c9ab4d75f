import { renderKmsServiceEvent } from '../cloudtrail/kms-record';
import type { Trail } from '../cloudtrail/trail';
import type { Measure } from '../cloudwatch/metric';
import type { EventBus } from '../events/event-bus';
import type { KeyStore } from '../kms/key-store';
import type { KmsKey } from '../kms/kms-key';
import type { AnsweredCall } from '../kms/operation';

export interface KeyWatchers {
  readonly account: string;
  readonly bus: Pick<EventBus, 'emit'>;
  readonly trail: Trail;
  readonly measure: Measure;
}

/**
 * Sees what time has made of the keys: material that expired, keys whose waiting period is over, and how long the other
 * material lasts. KMS does not say how often it measures that: [U].
 *
 * @param at the minute that is measured
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/monitoring-cloudwatch.html
 */
export function watchKeys(
  keys: KeyStore,
  { account, bus, trail, measure }: KeyWatchers,
  now: number,
  at: number,
): void {
  const tell = (type: string, { arn, id }: KmsKey): void =>
    void bus.emit({ source: 'aws.kms', 'detail-type': type, resources: [arn], detail: { 'key-id': id } });

  for (const key of keys.list()) {
    if (key.deletionDate !== undefined && key.deletionDate.getTime() <= now) {
      keys.remove(key);
      tell('KMS CMK Deletion', key);
      trail.record(renderKmsServiceEvent('DeleteKey', key, {}, account, now));
      continue;
    }
    key.importedMaterials(); // which takes note of those that expired
    for (const keyMaterialId of key.expired.splice(0)) {
      tell('KMS Imported Key Material Expiration', key);
      trail.record(renderKmsServiceEvent('DeleteExpiredKeyMaterial', key, { keyMaterialId }, account, now));
    }
    if (key.validTo === undefined) continue;
    measure({
      namespace: 'AWS/KMS',
      name: 'SecondsUntilKeyMaterialExpiration',
      dimensions: { KeyId: key.id },
      values: [(key.validTo.getTime() - now) / 1000],
      unit: 'Seconds',
      at,
    });
  }
}

/** Tells EventBridge of a rotation. */
export function tellOfRotation({ action, key, error }: AnsweredCall, bus: Pick<EventBus, 'emit'>): void {
  if (action !== 'RotateKeyOnDemand' || key === undefined || error !== undefined) return;
  const former = key.shared.materials.filter(({ state }) => state === 'NON_CURRENT').at(-1);
  bus.emit({
    source: 'aws.kms',
    'detail-type': 'KMS CMK Rotation',
    resources: [key.arn],
    detail: {
      'key-id': key.id,
      'key-origin': key.shared.origin,
      'rotation-type': 'ON_DEMAND',
      'previous-key-material-id': former?.id,
      'current-key-material-id': key.current?.id,
    },
  });
}
