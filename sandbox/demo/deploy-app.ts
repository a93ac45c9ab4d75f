import { rm } from 'node:fs/promises';
import { KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { closeKey } from './closed-key';
import { findDeployed, type Deployed } from './deployed';
import { ADMINISTRATOR } from './example';
import { makeKeyWithImportedMaterial } from './imported-key';
import type { Narration } from './narration';
import type { App } from './options';
import { addPeople, peopleOf } from './people';
import { principalsOf, requireRenderedPolicy, type RenderedPolicy } from './rendered-policy';
import { synthesise } from './synthesise';
import { readAssembly, type StackArtifact } from '../cloudformation/assembly';
import type { Sandbox } from '../sandbox';

/** Makes a key, synthesises an app for it and deploys what came out. The caller deletes the assembly. */
export async function deployApp(sandbox: Sandbox, narration: Narration, app: App): Promise<Deployed> {
  const keyArn = await makeKeyWithImportedMaterial(sandbox, ADMINISTRATOR);
  narration.step(`key ${keyArn}: material generated, wrapped (RSA_4096, RSAES_OAEP_SHA_256), imported`);
  const assembly = await synthesise(app, keyArn, sandbox);
  try {
    return await deployAssembly(sandbox, narration, { name: nameOf(app), assembly, keyArn });
  } catch (error) {
    await rm(assembly, { recursive: true });
    throw error;
  }
}

async function deployAssembly(
  sandbox: Sandbox,
  narration: Narration,
  { name, assembly, keyArn }: { readonly name: string; readonly assembly: string; readonly keyArn: string },
): Promise<Deployed> {
  const policy = requireRenderedPolicy(assembly);
  const artifacts = readAssembly(assembly, sandbox);
  const { stackName, queueName } = requireQueue(artifacts, keyArn);
  const count = artifacts.reduce((sum, { template }) => sum + Object.keys(template.Resources ?? {}).length, 0);
  narration.step(`${name} synthesised: ${count} resources`);
  await prepareKey(sandbox, keyArn, policy, narration);
  for (const artifact of artifacts) {
    if (!isHere(artifact, sandbox)) {
      narration.step(`stack ${artifact.name} left out: it is for ${artifact.account} in ${artifact.region}`);
      continue;
    }
    await sandbox.deploy(artifact);
    narration.step(`stack ${artifact.name} deployed`);
  }
  const people = peopleOf(policy, sandbox);
  addPeople(people, sandbox);
  const queueArn = `arn:aws:sqs:${sandbox.region}:${sandbox.account}:${queueName}`;
  return { ...findDeployed(sandbox, queueArn), keyArn, stackName, assembly, people };
}

/** Closes the key to IAM, but for the key policy manager; without one, the key's own team puts the policy. */
async function prepareKey(
  sandbox: Sandbox,
  keyArn: string,
  policy: RenderedPolicy,
  narration: Narration,
): Promise<void> {
  const [manager] = principalsOf(policy, 'PolicyManager');
  if (manager !== undefined) {
    const [, stack] = /:role\/(.+)-key-[^/]+?$/.exec(manager.replace(`-key-${sandbox.region}`, '-key-here'))!;
    await closeKey(sandbox, keyArn, ADMINISTRATOR, stack);
    return narration.step('key closed to IAM');
  }
  const kms = new KMSClient(sandbox.clientOf(ADMINISTRATOR));
  await kms.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy: policy.text }));
  kms.destroy();
  narration.step(`rendered key policy put by ${ADMINISTRATOR}, since the app puts none`);
}

/** The stack and the name of the queue that the key is for. @throws if the app takes another key */
function requireQueue(artifacts: readonly StackArtifact[], keyArn: string) {
  const queues = artifacts.flatMap(artifact =>
    Object.values(artifact.template.Resources ?? {})
      .filter(({ Type }) => Type === 'AWS::SQS::Queue')
      .map(({ Properties = {} }) => ({ artifact, properties: Properties as Record<string, unknown> })),
  );
  const encrypted = queues.filter(({ properties }) => properties.KmsMasterKeyId === keyArn);
  const main = encrypted.find(({ properties }) => properties.RedrivePolicy !== undefined);
  if (main === undefined) {
    throw new Error(
      `the app must take the key of the sandbox, app.node.getContext('keyArn'), for its EncryptedQueueToTable`,
    );
  }
  return { stackName: main.artifact.name, queueName: String(main.properties.QueueName) };
}

const nameOf = (app: App): string => ('example' in app ? `examples/${app.example}/app.ts` : app.command);

const isHere = ({ account, region }: StackArtifact, sandbox: Sandbox): boolean =>
  account === sandbox.account && region === sandbox.region;
