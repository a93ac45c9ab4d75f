import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { itemsOnceEmpty, listRefusals, sendMessage, waitForItem } from './conversation';
import { deployApp } from './deploy-app';
import type { Deployed } from './deployed';
import { addAdministrator } from './example';
import { untilIdleOrInterrupted } from './idle';
import { Narration } from './narration';
import { listExamples, parseOptions } from './options';
import { renderPaste } from './paste';
import { realClock } from '../clock/real-clock';
import { authorizeByPolicies } from '../iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../sandbox';

const IDLE_MINUTES = 30;
/** How much faster time passes in the sandbox: nobody wants to wait minutes for a retry. */
const SPEEDUP = 10;

/** `npm run sandbox`: an app on this machine, from the key to the item; with `--keep` it stays up. */
async function main(): Promise<void> {
  const { keep, app, message } = parseOptions(
    process.argv.slice(2),
    listExamples(join(__dirname, '..', '..', 'examples')),
  );
  const narration = new Narration(line => console.log(line));
  const watched = new Set<string>();
  let lastCall = Date.now();
  let assembly: string | undefined;
  const sandbox = await startSandbox({
    authorize: authorizeByPolicies,
    clock: realClock(SPEEDUP),
    progress: ({ status, type, logicalId, milliseconds }) =>
      narration.detail(`${status.toLowerCase()} ${type} ${logicalId}`, milliseconds),
    watch: ({ principal }) => {
      if (watched.has(principal)) lastCall = Date.now(); // and not Lambda, which never stops polling
    },
    told: told => narration.plain(`topic ${told.topicArn.split(':').at(-1)}: ${told.subject ?? told.message}`),
    unknownCall: call => console.error(`sandbox: unknown call: ${call}`),
  });
  try {
    addAdministrator(sandbox);
    narration.step(`SQS, DynamoDB, KMS, Lambda and CloudFormation on ${sandbox.endpoint}, with policies enforced`);
    const deployed = await deployApp(sandbox, narration, app);
    assembly = deployed.assembly;
    await converse(sandbox, deployed, message, narration);
    if (!keep) return;
    for (const { principal } of deployed.people) watched.add(principal);
    narration.plain(
      `\n${renderPaste(sandbox, deployed, message)}\n\nThe sandbox ends with Ctrl-C, or after ${IDLE_MINUTES} minutes without a request.`,
    );
    lastCall = Date.now();
    await untilIdleOrInterrupted(() => lastCall, IDLE_MINUTES * 60_000);
  } finally {
    await sandbox.close();
    if (assembly !== undefined) await rm(assembly, { recursive: true });
  }
}

/** Lets those be refused who have no right, and a message become an item. */
async function converse(sandbox: Sandbox, deployed: Deployed, message: string, narration: Narration): Promise<void> {
  for (const refusal of await listRefusals(sandbox, deployed)) narration.step(`refused: ${refusal}`);
  const consumer = deployed.people.find(({ part }) => part === 'consumer')?.principal;
  if (consumer === undefined) return narration.step('no message sent: no role is a consumer (consumerRoleArns)');
  const others = await itemsOnceEmpty(sandbox, deployed, consumer); // S3 tries the queue of its notifications
  const id = await sendMessage(sandbox, deployed, message, consumer);
  narration.step(`message ${id} sent to ${deployed.queueUrl}`);
  const item = await waitForItem(sandbox, deployed, consumer, others);
  narration.step(`item read from table ${deployed.tableName}, ${narration.seconds} s after the start:`);
  narration.plain(JSON.stringify(item, undefined, 2));
}

main().catch((error: Error) => {
  console.error(`sandbox: error: ${error.message}`);
  process.exitCode = 1;
});
