import { printable } from '../../key-policy/printable';
import { policyDigest } from '../../policy-digest';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import type { Verb } from '../verb';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';

/** `policy render` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy render SOURCE [options]

Prints a key policy as JSON: what a construct needs, or what a key has. Says its digest, which is that of the report and
of a ceremony's record, however the same policy is written.

${SOURCE_HELP}

Options:
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy render cdk.out > key-policy.json`,

  options: { ...AWS_OPTIONS, ...SOURCE_OPTIONS },
  maxPositionals: 1,

  run: async context => {
    const { document } = await readSource(context);
    context.terminal.result(printable(JSON.stringify(document, undefined, 2)));
    context.terminal.progress(`policy digest ${policyDigest(document)}`);
    return 0;
  },
};
