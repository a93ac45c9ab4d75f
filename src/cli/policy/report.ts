import { lint } from '../../key-policy/lint/lint';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import type { Verb } from '../verb';
import { keyAccountOf } from './key-account';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';
import { renderReport } from './report-page';

/** `policy report` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy report SOURCE [options]

Prints one page of HTML for a reviewer or an auditor: who can do what with the key, what is wrong with the policy, and
its statements. It needs nothing from elsewhere, and asks nobody.

${SOURCE_HELP}

Options:
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy report cdk.out > key-policy.html`,

  options: { ...AWS_OPTIONS, ...SOURCE_OPTIONS },
  maxPositionals: 1,

  run: async context => {
    const found = await readSource(context);
    const { document } = found;
    const [source = ''] = context.positionals;
    const account = keyAccountOf(context, found);
    context.terminal.result(
      renderReport({ source, document, findings: lint(document, { account }), time: context.now() }),
    );
    return 0;
  },
};
