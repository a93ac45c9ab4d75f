import { DisableAlarmActionsCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import {
  DeleteImportedKeyMaterialCommand,
  DisableKeyCommand,
  GetKeyPolicyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { LambdaClient, PutFunctionConcurrencyCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { ADMINISTRATOR } from '../../sandbox/demo/example';
import { parseWrappingKey, wrapMaterial } from '../../src/ceremony/wrap';
import type { Drill } from '../support/drill';
import { role } from '../support/orders';

export const OPERATOR = role('Operator');
export const DESTROYER = role('Destroyer');
export const ROOT = 'arn:aws:iam::111122223333:root';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** What a runbook is for, brought about. */
export interface RunbookFault {
  /** What somebody is told or sees, in words that the page has too. */
  readonly symptom: string;
  /** Who repairs the key policy. @default an administrator */
  readonly decides?: string;
  /** After how many minutes all is as before. @default 30 */
  readonly settles?: number;
  begin(drill: Drill): Promise<unknown>;
  /** What ends it where no command does, or has to be over before the page's repair. */
  end?(drill: Drill): Promise<unknown>;
  /** What the reader fills in. */
  fill?(drill: Drill): Record<string, string>;
}

/** A fault for each page, in the order in which they are told. */
export const RUNBOOK_FAULTS: Readonly<Record<string, RunbookFault>> = {
  'material-expiring': {
    symptom: 'MaterialExpires30d',
    settles: 245,
    begin: async drill => {
      await importUntil(drill, 20 * DAY);
      await drill.idle(61);
    },
  },
  'material-expired': {
    symptom: 'KMS Imported Key Material Expiration',
    settles: 245,
    begin: async drill => {
      await importUntil(drill, 2 * MINUTE);
      await drill.pass(9);
    },
  },
  'material-lost': {
    symptom: 'DeleteImportedKeyMaterial',
    begin: async drill => {
      await kmsOf(drill, DESTROYER).send(new DeleteImportedKeyMaterialCommand({ KeyId: drill.pipeline.keyArn }));
      await drill.pass(1);
    },
    // the page ends where that of material that expired begins
    end: async drill => importUntil(drill),
  },
  'key-disabled': { symptom: 'DisableKey', begin: disable },
  'key-pending-deletion': {
    symptom: 'ScheduleKeyDeletion',
    begin: async drill => {
      const KeyId = drill.pipeline.keyArn;
      await kmsOf(drill, DESTROYER).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 30 }));
      await drill.pass(1);
    },
  },
  'table-inaccessible': { symptom: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS', begin: disable },
  'key-compromise': {
    symptom: 'PutKeyPolicy',
    begin: async drill => putPolicyWithout(drill, ADMINISTRATOR, /WriterThroughSqs/),
  },
  'policy-locked-out': {
    symptom: 'PutKeyPolicy',
    begin: async drill => putPolicyWithout(drill, ROOT, /Administrat|Manager|Deployment/i),
    decides: ROOT,
  },
  'poison-message': {
    symptom: 'Poison',
    begin: async drill => {
      await drill.pipeline.send([{ MessageBody: 'no JSON' }]);
      await drill.idle(6);
    },
    fill: ({ pipeline }) => ({ ID: pipeline.idsIn(pipeline.deadLetterQueueUrl)[0]! }),
  },
  throttling: {
    symptom: 'TableThrottled',
    begin: async drill => {
      ends.set(drill, drill.begin('table throttled'));
      await drill.pass(9);
    },
    end: async drill => ends.get(drill)?.(),
  },
  'pipeline-stalled': {
    symptom: 'Stalled',
    begin: async drill => {
      const [UUID] = [...drill.pipeline.sandbox.mappings.keys()];
      const lambda = new LambdaClient(drill.pipeline.sandbox.clientOf(OPERATOR));
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
      await drill.pass(8);
    },
  },
  'writer-failing': {
    symptom: 'WriterThrottled',
    begin: async drill => {
      const lambda = new LambdaClient(drill.pipeline.sandbox.clientOf(OPERATOR));
      const FunctionName = functionName(drill);
      await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
      await drill.pass(16);
    },
  },
  'alarms-silent': {
    symptom: 'call nobody',
    begin: async drill => {
      const cloudWatch = new CloudWatchClient(drill.pipeline.sandbox.clientOf(OPERATOR));
      const AlarmNames = Object.keys(drill.alarms).slice(0, 3);
      await cloudWatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
    },
  },
  'dead-letters': {
    symptom: 'DeadLetters',
    settles: 75,
    begin: async drill => {
      const end = drill.begin('table refused');
      await drill.pass(1);
      await drill.idle(400); // ten receives, the last five of them after an hour each
      end();
      await drill.pass(75, 300);
    },
  },
};

const ends = new WeakMap<Drill, () => void>();

/** The writer's name. */
export function functionName({ pipeline }: Drill): string {
  return [...pipeline.sandbox.functions.values()].find(
    ({ definition }) => 'WRITER_CONFIGURATION' in definition.variables,
  )!.definition.name;
}

/** The material of the key, as its escrow holds it. */
export const materials = new WeakMap<Drill, Buffer>();

function kmsOf({ pipeline }: Drill, principal: string): KMSClient {
  return new KMSClient(pipeline.sandbox.clientOf(principal, { 'aws:MultiFactorAuthPresent': 'true' }));
}

async function disable(drill: Drill): Promise<void> {
  await kmsOf(drill, ADMINISTRATOR).send(new DisableKeyCommand({ KeyId: drill.pipeline.keyArn }));
  await drill.pass(9);
}

/** Imports the key's own material again, for a time or for ever. */
async function importUntil(drill: Drill, milliseconds?: number): Promise<void> {
  const kms = kmsOf(drill, milliseconds === undefined ? ADMINISTRATOR : DESTROYER);
  const KeyId = drill.pipeline.keyArn;
  const { ImportToken, PublicKey } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_4096',
    }),
  );
  const wrappingKey = parseWrappingKey(Buffer.from(PublicKey!))!;
  const EncryptedKeyMaterial = wrapMaterial(materials.get(drill)!, wrappingKey, 'RSAES_OAEP_SHA_256');
  const ExpirationModel = milliseconds === undefined ? 'KEY_MATERIAL_DOES_NOT_EXPIRE' : 'KEY_MATERIAL_EXPIRES';
  const ValidTo = milliseconds === undefined ? undefined : new Date(drill.pipeline.clock.now() + milliseconds);
  await kms.send(new ImportKeyMaterialCommand({ KeyId, ImportToken, EncryptedKeyMaterial, ExpirationModel, ValidTo }));
}

async function putPolicyWithout(drill: Drill, who: string, sid: RegExp): Promise<void> {
  const KeyId = drill.pipeline.keyArn;
  const { Policy } = await kmsOf(drill, who).send(new GetKeyPolicyCommand({ KeyId }));
  const { Statement, ...rest } = JSON.parse(Policy!) as { Statement: { Sid: string }[] };
  const left = Statement.filter(({ Sid }) => !sid.test(Sid));
  await kmsOf(drill, who).send(
    new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify({ ...rest, Statement: left }) }),
  );
  await drill.idle(1);
}
