import type { CeremonyContext } from './ceremony-context';
import { CeremonyError } from './ceremony-error';
import type { CeremonyRecord } from './ceremony-record';
import { waitForState } from './describe-key';
import { readPolicyDigest } from './policy-digest';
import { verifyKey } from './verify-key';

/** Verifies the key of a ceremony, and notes what was found in its record. */
export async function recordVerification(
  record: CeremonyRecord,
  { kms, now }: Pick<CeremonyContext, 'kms' | 'now'>,
): Promise<string> {
  const arn = record.key?.arn;
  if (arn === undefined) throw new CeremonyError('the ceremony has no key yet');
  await waitForState(kms, arn, ({ KeyState: state }) => state === 'Enabled');
  record.policyDigest = await readPolicyDigest(kms, arn);
  const options = { now: now(), minDays: 0, roundTrip: true, keyMaterialId: record.material?.keyMaterialId };
  record.checks = (await verifyKey(kms, arn, options)).checks;
  return record.checks.map(({ name, verdict }) => `${name}: ${verdict}`).join(', ');
}
