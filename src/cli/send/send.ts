import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { describeOutcome, renderOutcome, renderOutcomeLine, secondsOf } from './render-outcome';
import { prepareTrial, runTrial, trialKey, type TrialOutcome } from './trial';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { CliError, UsageError } from '../cli-error';
import { Account } from '../deployed/account';
import { CONSTRUCT_OPTION, CONSTRUCT_OPTION_HELP } from '../deployed/construct-option';
import { requireStackName } from '../deployed/stack-name';
import type { Verb, VerbContext } from '../verb';
import { readWholeNumber } from '../whole-number';

/** `send` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table send STACK [options]

Sends a message to the queue of the stack, waits for its item in the table, and shows it with the times of both. Exits with 3 if it is not there in time. What the queue or the writer would refuse is not sent.

Without a body it makes one that this writer takes, with all that the item's key needs. The message stays in the table, as any other.

Needs the rights of a consumer of the queue and the table, and cloudformation:GetTemplate, cloudformation:ListStackResources and lambda:GetFunctionConfiguration.

Options:
${CONSTRUCT_OPTION_HELP}
  --body-file FILE           What to send, - for standard input.
  --attribute NAME=VALUE     A message attribute. May be repeated.
  --group GROUP              The message group. [default: a new one, if the queue is FIFO]
  --count N                  How many to send, 1 to 100. [default: 1]
  --wait SECONDS             How long to wait for the items, 0 to 900. [default: 60]
  --dry-run                  Show the key of the item, and send nothing.
  --json                     Print what became of the messages as JSON.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table send OrdersStack`,

  options: {
    ...AWS_OPTIONS,
    ...CONSTRUCT_OPTION,
    'body-file': { type: 'string' },
    attribute: { type: 'string', multiple: true },
    group: { type: 'string' },
    count: { type: 'string' },
    wait: { type: 'string' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { now, terminal, values } = context;
    const stackName = requireStackName(context);
    const count = readWholeNumber(values, 'count', { from: 1, to: 100, unit: 'messages' }) ?? 1;
    const seconds = readWholeNumber(values, 'wait', { from: 0, to: 900, unit: 'seconds' }) ?? 60;
    const attributes = readAttributes(values.list('attribute'));
    const body = await readBody(context);
    const trial = await prepareTrial(new Account(context, stackName, now()), {
      count,
      attributes,
      ...(body !== undefined && { body }),
      ...(values.text('group') !== undefined && { group: values.text('group') }),
    });
    if (values.flag('dry-run')) {
      terminal.json(
        trial.messages.map(message => ({ ...message, key: trialKey(trial, message, 'MESSAGE-ID', now()) })),
      );
      return 0;
    }
    const outcomes = await runTrial(context, trial, seconds);
    if (values.flag('json')) terminal.json(outcomes.map(describeOutcome));
    else terminal.result(outcomes.map(count === 1 ? renderOutcome : renderOutcomeLine).join('\n'));
    return say(context, stackName, outcomes, seconds);
  },
};

function readAttributes(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map(pair => {
      const [, name, value] = /^([\w.-]{1,256})=([^]+)$/.exec(pair) ?? [];
      if (name === undefined) throw new UsageError(`--attribute must be NAME=VALUE, got '${pair}'`);
      return [name, value!];
    }),
  );
}

async function readBody({ terminal, values }: VerbContext): Promise<string | undefined> {
  const file = values.text('body-file');
  if (file === undefined) return undefined;
  const bytes = await (file === '-' ? buffer(terminal.streams.stdin) : readFile(file)).catch(
    (error: NodeJS.ErrnoException) => {
      throw new CliError(`cannot read the body '${file}': ${error.code ?? error.name}`);
    },
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(`the body '${file}' must be text in UTF-8`);
  }
}

function say({ terminal }: VerbContext, stackName: string, outcomes: TrialOutcome[], seconds: number): number {
  const took = outcomes.flatMap(outcome => (outcome.seenAt ? secondsOf(outcome, outcome.seenAt) : []));
  const missing = outcomes.length - took.length;
  if (missing > 0) {
    terminal.error(`no item within ${seconds} seconds of ${missing} of ${outcomes.length} messages`);
    terminal.hint(`encrypted-queue-to-table doctor ${stackName}`);
    return 3;
  }
  if (outcomes.length > 1) {
    const [first, last] = [Math.min(...took), Math.max(...took)].map(time => time.toFixed(2));
    terminal.progress(
      `${outcomes.length} messages are items: the first after ${first} seconds, the last after ${last}`,
    );
  }
  return 0;
}
