import { parseArgs } from 'node:util';
import { addAdministrator, CONSUMER, deployExample, listRefusals, sendMessage, waitForItem } from './example';
import { untilIdleOrInterrupted } from './idle';
import { Narration } from './narration';
import { renderPaste } from './paste';
import { authorizeByPolicies } from '../iam/policy-authorizer';
import { startSandbox } from '../sandbox';

const IDLE_MINUTES = 30;

/** `npm run sandbox`: the example on this machine, from the key to the item; with `--keep` it stays up. */
async function main(): Promise<void> {
  const {
    values: { keep },
  } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
  const narration = new Narration(line => console.log(line));
  let lastCall = Date.now();
  const sandbox = await startSandbox({
    authorize: authorizeByPolicies,
    progress: ({ status, type, logicalId, milliseconds }) =>
      narration.detail(`${status.toLowerCase()} ${type} ${logicalId}`, milliseconds),
    watch: ({ principal }) => {
      if (principal === CONSUMER) lastCall = Date.now(); // and not Lambda, which never stops polling
    },
  });
  try {
    addAdministrator(sandbox);
    narration.step(`SQS, DynamoDB, KMS, Lambda and CloudFormation on ${sandbox.endpoint}, with policies enforced`);
    const deployed = await deployExample(sandbox, narration);
    for (const refusal of await listRefusals(sandbox, deployed)) narration.step(`refused: ${refusal}`);
    const id = await sendMessage(sandbox, deployed, 'hello');
    narration.step(`message ${id} sent to ${deployed.queueUrl}`);
    const item = await waitForItem(sandbox, deployed, id);
    narration.step(`item read from table ${deployed.tableName}, ${narration.seconds} s after the start:`);
    narration.plain(JSON.stringify(item, undefined, 2));
    if (!keep) return;
    narration.plain(
      `\n${renderPaste(sandbox, deployed)}\nThe sandbox ends with Ctrl-C, or after ${IDLE_MINUTES} minutes without a request.`,
    );
    await untilIdleOrInterrupted(() => lastCall, IDLE_MINUTES * 60_000);
  } finally {
    await sandbox.close();
  }
}

main().catch((error: Error) => {
  console.error(`sandbox: error: ${error.message}`);
  process.exitCode = 1;
});
