import { EventEmitter } from 'node:events';
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

/** What a person at the terminal does. Without it there is no terminal. */
export interface Person {
  /** What they answer when they are asked. */
  readonly answers: string;
  /** During which wait they press Ctrl-C. */
  readonly interruptsWait?: number;
}

/** Runs a command line as a principal of the sandbox, whose clock is the time. */
export async function runAs(
  drill: Drill,
  principal: string,
  argv: readonly string[],
  person?: Person,
): Promise<CommandOutcome> {
  const { clock, sandbox } = drill.pipeline;
  const { credentials, endpoint, region } = sandbox.clientOf(principal);
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
  const [stdout, stderr] = [new Sink(), Object.assign(new Sink(), { isTTY: person !== undefined })];
  const stdin = Object.assign(Readable.from(person ? [Buffer.from(person.answers)] : [], { objectMode: false }), {
    isTTY: person !== undefined,
  });
  const signals = new EventEmitter();
  let waits = 0;
  const code = await run(
    OFFLINE.test(argv.join(' ')) ? argv : [...argv, '--endpoint-url', endpoint],
    { stdin, stdout, stderr },
    {
      env: { NO_COLOR: '1', AWS_REGION: region },
      now: () => new Date(clock.now()),
      sleep: async milliseconds => {
        await clock.advance(milliseconds);
        waits += 1;
        if (waits !== person?.interruptsWait) return;
        signals.emit('SIGINT');
        await new Promise(() => {}); // whoever is interrupted waits no longer
      },
      process: Object.assign(signals, { pid: 0, kill: () => true }) as unknown as NodeJS.Process,
    },
  );
  return { code, stdout: stdout.content.toString(), stderr: stderr.content.toString() };
}

/** What takes no endpoint. */
const OFFLINE = /^key (wrap|check)\b/;
