import { GetKeyLastUsageCommand, ListKeyRotationsCommand, type RotationsListEntry } from '@aws-sdk/client-kms';
import { broken, good, type LinkCheck, type Remedy, commands, warning } from './check';
import { lastHour } from './metrics';
import { runbook } from './remedies';
import type { Account } from '../deployed/account';
import { NotRead } from '../deployed/not-read';

const DAY = 86_400_000;

/** The checks of the key and of its material. */
export const KEY_CHECKS: readonly LinkCheck[] = [
  {
    name: 'key',
    looksAt: 'The key is there, symmetric, and of origin EXTERNAL.',
    why: 'What the key encrypted can be read by nobody.',
    after: ['stack'],
    look: async account => {
      const key = await account.key();
      if (key === undefined) {
        return broken(
          `KMS knows no key ${await account.keyArn()}`,
          runbook('material-lost', 'it was deleted for good'),
        );
      }
      const { KeySpec, KeyUsage, Origin } = key;
      if (KeySpec !== 'SYMMETRIC_DEFAULT' || KeyUsage !== 'ENCRYPT_DECRYPT') {
        return broken(`the key is ${KeySpec} for ${KeyUsage}`, { todo: "give the construct's keyArn a symmetric key" });
      }
      return Origin === 'EXTERNAL'
        ? good('the key is there, and its material is imported')
        : warning(`the origin of the key is ${Origin}, not EXTERNAL: AWS made its material`);
    },
  },
  {
    name: 'key state',
    looksAt: 'The key is enabled, and has its material.',
    why: 'Neither SQS nor DynamoDB can use the key. Messages wait, and DynamoDB archives the table after seven days.',
    after: ['key'],
    look: async account => {
      const { Arn = '', DeletionDate, KeyState } = (await account.key())!;
      switch (KeyState) {
        case 'Enabled':
          return good('the key is enabled');
        case 'PendingDeletion':
          return broken(
            `the key is to be deleted on ${DeletionDate?.toISOString()}`,
            commands(`aws kms cancel-key-deletion --key-id ${Arn}`, `aws kms enable-key --key-id ${Arn}`),
          );
        case 'PendingImport':
          return broken('the key has no material: it expired or was deleted', importAgain(Arn));
        case 'Disabled':
          return broken('the key is disabled', commands(`aws kms enable-key --key-id ${Arn}`));
        default:
          return broken(`the key is ${KeyState}`, runbook('key-disabled', 'wait until KMS is done with it'));
      }
    },
  },
  {
    name: 'material',
    looksAt: 'No material of the key expires within 30 days, and none waits for something.',
    why: 'When the material expires, queue and table stop until the same material is imported again.',
    after: ['key state'],
    look: async account => {
      const key = (await account.key())!;
      const listed = key.Origin === 'EXTERNAL' ? await materials(account) : [];
      const entries = listed instanceof NotRead ? [] : listed;
      const ends = [key.ValidTo, ...entries.map(({ ValidTo }) => ValidTo)].flatMap(date => date ?? []);
      const gone = entries.find(({ ImportState }) => ImportState === 'PENDING_IMPORT');
      if (gone !== undefined) {
        return broken(`the material ${gone.KeyMaterialId} is not imported`, importAgain(key.Arn!));
      }
      const waits = entries.find(({ KeyMaterialState }) => KeyMaterialState?.startsWith('PENDING'));
      if (ends.length === 0) {
        if (listed instanceof NotRead) throw listed;
        return waits === undefined
          ? good('the key material does not expire')
          : warning(`the material ${waits.KeyMaterialId} waits for its rotation`);
      }
      const first = new Date(Math.min(...ends.map(date => date.getTime())));
      const days = Math.floor((first.getTime() - account.now.getTime()) / DAY);
      const says = `the key material expires in ${days} days, on ${first.toISOString()}`;
      if (days < 7) return broken(says, importAgain(key.Arn!));
      if (days < 30) return warning(says, importAgain(key.Arn!));
      if (listed instanceof NotRead) throw listed;
      return good(says);
    },
  },
];

/** Whether the key is used at all. */
export const KEY_USE_CHECK: LinkCheck = {
  name: 'key use',
  looksAt: 'KMS has seen the key used, if messages were stored.',
  why: 'Messages are stored, yet nobody uses the key: queue or table may be under another one.',
  after: ['key state', 'queues', 'table'],
  look: async account => {
    const KeyId = await account.keyArn();
    const { KeyLastUsage: use } = await account.ask('kms:GetKeyLastUsage', new GetKeyLastUsageCommand({ KeyId }));
    if (use?.Timestamp !== undefined) {
      return good(`the key was last used on ${use.Timestamp.toISOString()}, by ${use.Operation}`);
    }
    const { stored } = await lastHour(account);
    return stored === 0
      ? good('the key has not been used yet')
      : warning(`the key was never used, yet ${stored} messages were stored within the hour`);
  },
};

/** The materials, or why they were not read: the key itself tells when the current one expires. */
async function materials(account: Account): Promise<readonly RotationsListEntry[] | NotRead> {
  const KeyId = await account.keyArn();
  const command = new ListKeyRotationsCommand({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' });
  try {
    return (await account.ask('kms:ListKeyRotations', command)).Rotations ?? [];
  } catch (error) {
    if (error instanceof NotRead) return error;
    throw error;
  }
}

/** Three commands, the second of them where the material is. */
function importAgain(keyArn: string): Remedy {
  return {
    ...commands(
      `npx encrypted-queue-to-table key parameters --key-id ${keyArn} --out parameters.json`,
      'npx encrypted-queue-to-table key wrap --parameters parameters.json --material material.bin --out wrapped.json',
      'npx encrypted-queue-to-table key import --parameters parameters.json --wrapped wrapped.json --expires never',
    ),
    ...runbook('material-expired', 'the same material again, which an escrow has; the second command runs offline'),
  };
}
