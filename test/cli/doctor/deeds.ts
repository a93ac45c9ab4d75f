import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetKeyPolicyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { DEPLOYER, DESTROYER, DIRECTORY } from './mend';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import { parseWrappingKey, wrapMaterial } from '../../../src/ceremony/wrap';
import { runAwsCommand, wordsOf } from '../../support/aws-command-line';
import type { Drill } from '../../support/drill';

const MFA = { 'aws:MultiFactorAuthPresent': 'true' };
export const kmsOf = ({ pipeline }: Drill, principal: string): KMSClient =>
  new KMSClient(pipeline.sandbox.clientOf(principal, MFA));

/** A command of the AWS CLI, as somebody; names in capitals are those of the pipeline. */
export async function as(drill: Drill, principal: string, command: string): Promise<any> {
  const { deadLetterQueueUrl, keyArn, queueUrl, sandbox, tableName } = drill.pipeline;
  const [mapping] = sandbox.mappings.keys();
  const names: Record<string, string> = {
    KEY: keyArn,
    QUEUE: queueUrl,
    DEAD: deadLetterQueueUrl,
    TABLE: tableName,
    TABLE_ARN: `arn:aws:dynamodb:eu-west-1:111122223333:table/${tableName}`,
    QUEUE_ARN: `arn:aws:sqs:eu-west-1:111122223333:${queueUrl.split('/').at(-1)}`,
    MAPPING: mapping!,
    WRITER: 'OrdersStack-Orders-AB039DC1',
    TOPIC: sandbox.monitoring.topics.all[0]!.arn,
    RULE: sandbox.monitoring.bus.rules[0]!.name,
  };
  const words = wordsOf(command).map(word => word.replace(/\$([A-Z_]+)/g, (_, name: string) => names[name]!));
  return runAwsCommand(words, sandbox.clientOf(principal, MFA));
}

export const deployer = (command: string) => async (drill: Drill) => as(drill, DEPLOYER, command);

export async function changeKeyPolicy(drill: Drill, change: (statements: any[]) => any[]): Promise<void> {
  const [kms, KeyId] = [kmsOf(drill, ADMINISTRATOR), drill.pipeline.keyArn];
  const document = JSON.parse((await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy!);
  await kms.send(
    new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify({ ...document, Statement: change(document.Statement) }) }),
  );
}

export async function changeQueue(
  { pipeline }: Drill,
  url: string,
  attributes: Partial<Record<QueueAttributeName, string>>,
) {
  const sqs = new SQSClient(pipeline.sandbox.clientOf(DEPLOYER));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }));
}

export async function addToQueuePolicy(drill: Drill, statement: object): Promise<void> {
  const [sqs, QueueUrl] = [new SQSClient(drill.pipeline.sandbox.clientOf(DEPLOYER)), drill.pipeline.queueUrl];
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
  const document = JSON.parse(Attributes!.Policy!);
  const Policy = JSON.stringify({ ...document, Statement: [...document.Statement, { Resource: '*', ...statement }] });
  await changeQueue(drill, QueueUrl, { Policy });
}

/** What an escrow of the ceremony gives back. */
export function openEscrow({ pipeline: { keyArn, sandbox } }: Drill): void {
  for (const file of ['parameters.json', 'wrapped.json', 'material.bin']) {
    rmSync(join(DIRECTORY, file), { force: true });
  }
  const key = sandbox.kms.keys.byArn(keyArn)!;
  writeFileSync(join(DIRECTORY, 'material.bin'), key.materialOf(key.shared.materials[0]!.id)!.bytes, { mode: 0o600 });
}

/** Imports the same material again, to expire in days. */
export async function letExpire(drill: Drill, days: number): Promise<void> {
  const { clock, keyArn: KeyId, sandbox } = drill.pipeline;
  const key = sandbox.kms.keys.byArn(KeyId)!;
  const { bytes } = key.materialOf(key.shared.materials[0]!.id)!;
  const kms = kmsOf(drill, DESTROYER);
  const { ImportToken, PublicKey } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      WrappingKeySpec: 'RSA_4096',
    }),
  );
  await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: wrapMaterial(bytes, parseWrappingKey(Buffer.from(PublicKey!))!, 'RSAES_OAEP_SHA_256'),
      ExpirationModel: 'KEY_MATERIAL_EXPIRES',
      ValidTo: new Date(clock.now() + days * 86_400_000),
    }),
  );
}
