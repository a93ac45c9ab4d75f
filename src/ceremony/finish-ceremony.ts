import type { PreparedBundle, Seal } from './bundle';
import type { CeremonyContext } from './ceremony-context';
import { CeremonyError } from './ceremony-error';
import type { CeremonyRecord } from './ceremony-record';
import { nameCopies, writeCopy } from './copies';
import { requireExpiry } from './expiry';
import { importMaterial } from './import-material';
import { requireFresh } from './import-parameters';
import { findImported, materialDescription } from './imported-material';
import { recordVerification } from './record-verification';
import { Steps } from './steps';
import type { Check } from './verify-key';

/**
 * The last part of a ceremony across an air gap: imports what was sealed, and only then writes the envelopes of the
 * escrows, under the names that were asked for. May be repeated after an interruption.
 */
export async function finishCeremony(
  record: CeremonyRecord,
  { parameters }: PreparedBundle,
  seal: Seal,
  context: CeremonyContext,
): Promise<readonly Check[]> {
  const steps = new Steps(record, context);
  const { attempt } = seal;
  const expires = record.plan.expires === undefined ? undefined : new Date(record.plan.expires);
  await steps.do('caller', 'asking AWS who is calling', async () => {
    const caller = await context.callerIdentity();
    if (record.caller && record.caller.account !== caller.account) {
      throw new CeremonyError(`the ceremony began in account ${record.caller.account}, this is ${caller.account}`);
    }
    record.caller = caller;
    return caller.arn;
  });
  if (!record.material) {
    const found = await findImported(context.kms, parameters.keyArn, record);
    await steps.do('import', 'importing the key material', async () => {
      if (!found) {
        requireExpiry(expires, context.now());
        requireFresh(parameters, context.now());
      }
      const keyMaterialId =
        found?.keyMaterialId ??
        (await importMaterial(context.kms, {
          keyArn: parameters.keyArn,
          importToken: parameters.importToken,
          encryptedKeyMaterial: Buffer.from(seal.encryptedKeyMaterial, 'base64'),
          expires,
          description: materialDescription(record, attempt),
        }));
      record.material = { attempt: attempt.id, fingerprint: attempt.fingerprint, keyMaterialId };
      return `${found ? 'found imported: ' : 'key material '}${keyMaterialId}, ${expires ? `expires ${expires.toISOString()}` : 'does not expire'}`;
    });
  }
  await steps.do('keep', 'writing the envelopes of the escrows', async () => {
    for (const [index, { file, keyDigest }] of record.plan.copies.escrow.entries()) {
      const ciphertext = Buffer.from(seal.envelopes[index]?.ciphertext ?? '', 'base64');
      await writeCopy(record, attempt, { kind: 'escrow', asked: file, recipient: keyDigest }, ciphertext, context);
    }
    return nameCopies(record, context);
  });
  await steps.do('verify', 'verifying the key', () => recordVerification(record, context));
  record.finished = context.now().toISOString();
  await context.save(record);
  return record.checks ?? [];
}
