import { CHECKS, type Diagnosis, diagnose } from './diagnose';
import { POLICY } from './permissions';
import { renderDiagnoses, renderVerdict } from './render';
import { roundTrip } from './round-trip';
import { printable } from '../../key-policy/printable';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { Account } from '../deployed/account';
import { CONSTRUCT_OPTION, CONSTRUCT_OPTION_HELP } from '../deployed/construct-option';
import { requireStackName } from '../deployed/stack-name';
import type { Verb } from '../verb';

/** A longer line is hard to read. */
const WIDEST = 120;

/** `doctor` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table doctor STACK [options]

Looks at each link between the key and the item. It says what is broken first, why that matters, and which command mends it; where no command mends it alone, what to do and which page says how. It compares what is deployed with the template of the stack. It reads and changes nothing, but for the message of --send.

Exits with 3 if something is broken, and with 1 if nothing is but not everything could be looked at. A check whose cause is broken is not looked at. A check that the caller may not do says which right is missing.

Options:
${CONSTRUCT_OPTION_HELP}
  --send                     Send a message too, and wait for its item, which stays. Needs the rights of a consumer besides.
  --strict                   Count warnings as broken.
  --json                     Print the checks as JSON.
  --policy                   Print the IAM policy that doctor needs, and call nothing. On the key it needs the rights of an auditor besides.
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table doctor OrdersStack`,

  options: {
    ...AWS_OPTIONS,
    ...CONSTRUCT_OPTION,
    send: { type: 'boolean' },
    strict: { type: 'boolean' },
    json: { type: 'boolean' },
    policy: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { env, terminal, values } = context;
    const { columns = 80, isTTY } = terminal.streams.stdout;
    if (values.flag('policy')) {
      terminal.json(POLICY);
      return 0;
    }
    const stackName = requireStackName(context);
    const all = values.flag('send') ? [...CHECKS, roundTrip(context)] : CHECKS;
    const checks = (await diagnose(new Account(context, stackName, context.now()), all)).map(inPlainText);
    const isBad = ({ state }: Diagnosis) => state === 'broken' || (values.flag('strict') && state === 'warning');
    if (values.flag('json')) terminal.json(checks);
    else terminal.result(renderDiagnoses(checks, Math.min(columns, WIDEST), isTTY === true && !env.NO_COLOR));
    terminal.progress(renderVerdict(checks, isBad));
    if (checks.some(isBad)) return 3;
    return checks.some(({ state }) => state === 'unknown') ? 1 : 0;
  },
};

/** What AWS answers may hold lines, and what a terminal takes for a command. */
function inPlainText({ fix, says, todo, ...check }: Diagnosis): Diagnosis {
  const plain = (text: string): string => printable(text.replace(/\s+/g, ' '));
  return {
    ...check,
    says: plain(says),
    ...(fix && { fix: fix.map(plain) }),
    ...(todo !== undefined && { todo: plain(todo) }),
  };
}
