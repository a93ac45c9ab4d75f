import { type Death, readDeaths } from './deaths';
import { printable } from '../../key-policy/printable';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { Account } from '../deployed/account';
import { CONSTRUCT_OPTION, CONSTRUCT_OPTION_HELP } from '../deployed/construct-option';
import { requireStackName } from '../deployed/stack-name';
import type { Verb } from '../verb';
import { readWholeNumber } from '../whole-number';

const DAY = 86_400_000;

/** `dlq list` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table dlq list STACK [options]

Shows how many dead letters there are, and what messages died of: from the log of the writer, so nothing is received and nothing decrypted. It needs the rights of doctor and logs:FilterLogEvents.

Options:
${CONSTRUCT_OPTION_HELP}
  --days N                   How many days of the log to read, 1 to 14. [default: 14]
  --json                     Print the messages as JSON.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table dlq list OrdersStack`,

  options: { ...AWS_OPTIONS, ...CONSTRUCT_OPTION, days: { type: 'string' }, json: { type: 'boolean' } },
  maxPositionals: 1,

  run: async context => {
    const { now, terminal, values } = context;
    const stackName = requireStackName(context);
    const days = readWholeNumber(values, 'days', { from: 1, to: 14, unit: 'days' }) ?? 14;
    const account = new Account(context, stackName, now());
    const { RedrivePolicy = '{}' } = await account.queue();
    const { ApproximateNumberOfMessages = '0' } = await account.deadLetters();
    const { LoggingConfig } = await account.writer();
    const { maxReceiveCount } = JSON.parse(RedrivePolicy) as { maxReceiveCount: number };
    const since = new Date(now().getTime() - days * DAY);
    const deaths = await readDeaths(context, LoggingConfig?.LogGroup ?? '', Number(maxReceiveCount), since);
    if (values.flag('json')) terminal.json(deaths);
    else terminal.result(render(deaths));
    terminal.progress(`${ApproximateNumberOfMessages} dead letters; the log of ${days} days names ${deaths.length}`);
    return 0;
  },
};

/** Each class and reason, how often it killed, and the last few. */
function render(deaths: readonly Death[]): string {
  const groups = new Map<string, Death[]>();
  for (const death of deaths) {
    const name = `${death.class} ${death.reason}`;
    groups.set(name, [...(groups.get(name) ?? []), death]);
  }
  const lines = [...groups].map(([name, dead]) => {
    const last = dead
      .slice(-3)
      .map(({ at, bytes, messageId }) => `    ${messageId}  ${bytes} bytes  ${at.toISOString()}`);
    return [`${dead.length} × ${name}`, ...last].join('\n');
  });
  return printable(lines.join('\n'));
}
