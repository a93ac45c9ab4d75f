import { parseArn } from '../../arn';
import { lint } from '../../key-policy/lint/lint';
import { grantOf } from '../../key-policy-manager/kms-key';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { askCaller } from '../caller';
import { withClients } from '../clients';
import { unlessDenied } from '../unless-denied';
import type { Verb, VerbContext } from '../verb';
import { readAcceptedDeviations, readAssemblyPolicy } from './assembly';
import { changesBetween } from './changes';
import { grantFindings } from './grant-findings';
import { ACCOUNT_HELP, keyAccountOf } from './key-account';
import { readKeyFacts } from './key-facts';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';
import type { LiveFacts } from './report-facts';
import { renderReport } from './report-page';
import { toolVersion } from './tool-version';

/** `policy report` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy report SOURCE [options]

Prints one page of HTML for a reviewer or an auditor: who can do what with the key and through what, what is wrong with
the policy, its statements in words and as JSON and, for a key, its state and its grants. The page needs no script and
nothing from elsewhere.

${SOURCE_HELP}

Options:
${ACCOUNT_HELP}
  --rendered DIRECTORY       The cdk.out to compare with: the page shows how the policy differs from what it renders.
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy report cdk.out > key-policy.html`,

  options: { ...AWS_OPTIONS, ...SOURCE_OPTIONS, account: { type: 'string' }, rendered: { type: 'string' } },
  maxPositionals: 1,

  run: async context => {
    const { values, positionals, terminal, now } = context;
    const found = await readSource(context);
    const { app } = found;
    const account = keyAccountOf(context, found);
    const live = found.from === 'key' ? await readLiveFacts(context, found.keyArn!) : undefined;
    const rendered = values.text('rendered');
    const intended = rendered === undefined ? undefined : await readAssemblyPolicy(rendered, values.text('construct'));
    terminal.result(
      renderReport({
        source: positionals[0]!,
        from: found.from,
        document: found.document,
        account,
        findings: [
          ...lint(found.document, { account, ...(found.keyArn && { keyArn: found.keyArn }) }),
          ...(live ? grantFindings(live.grants?.map(grantOf), found.keyArn!) : []),
        ],
        time: now(),
        version: toolVersion(),
        ...(found.keyArn && { keyArn: found.keyArn }),
        ...(live && { live }),
        ...(app && { deviations: await readAcceptedDeviations(app.directory, values.text('construct')) }),
        ...(intended && { changes: changesBetween(intended, found.document) }),
      }),
    );
    return 0;
  },
};

/** What the page says of a key, and who asked. */
async function readLiveFacts(context: VerbContext, keyArn: string): Promise<LiveFacts> {
  return withClients(context, keyArn, async clients => {
    const [facts, caller] = await Promise.all([
      readKeyFacts(clients.kms(), keyArn),
      unlessDenied(askCaller(context, clients, parseArn(keyArn)?.region)),
    ]);
    return { ...facts, ...(caller && { caller: caller.arn }) };
  });
}
