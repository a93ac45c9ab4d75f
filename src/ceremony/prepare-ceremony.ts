import type { PreparedBundle } from './bundle';
import { ensureKey } from './ceremony';
import type { CeremonyContext } from './ceremony-context';
import { CeremonyError } from './ceremony-error';
import type { CeremonyRecord } from './ceremony-record';
import { getParameters } from './get-parameters';
import { Steps } from './steps';

/** The first part of a ceremony across an air gap: the key, and what to wrap its material under. */
export async function prepareCeremony(record: CeremonyRecord, context: CeremonyContext): Promise<PreparedBundle> {
  const steps = new Steps(record, context);
  await ensureKey(record, context);
  const { key } = record;
  if (!key) throw new CeremonyError('the ceremony has no key yet');
  const { parameters } = await steps.do('parameters', 'getting the wrapping public key and import token', async () => {
    const got = await getParameters(context.kms, key.arn, record.plan.wrapping);
    const detail = `${got.wrappingAlgorithm}, ${got.wrappingKeySpec}, public key ${got.wrappingKeyDigest}, until ${got.validTo.toISOString()}`;
    return { detail, parameters: got };
  });
  return { record, parameters };
}
