import { Readable } from 'node:stream';
import { Sink } from './command-line';
import { run } from '../../src/cli/run';
import type { Drill } from '../support/drill';

/** What a command line came to. */
export interface CommandOutcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line as a principal of the sandbox, whose clock is the time. */
export async function runAs(drill: Drill, principal: string, argv: readonly string[]): Promise<CommandOutcome> {
  const { clock, sandbox } = drill.pipeline;
  const { credentials, endpoint, region } = sandbox.clientOf(principal);
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  const [stdout, stderr] = [new Sink(), new Sink()];
  const code = await run(
    [...argv, '--endpoint-url', endpoint],
    { stdin: Readable.from([]), stdout, stderr },
    {
      env: { NO_COLOR: '1', AWS_REGION: region },
      now: () => new Date(clock.now()),
      sleep: async milliseconds => clock.advance(milliseconds),
    },
  );
  return { code, stdout: stdout.content.toString(), stderr: stderr.content.toString() };
}
