import { type Finding, lint } from '../../key-policy/lint/lint';
import { RULES } from '../../key-policy/lint/rules';
import { nearest } from '../../key-policy/nearest';
import { AWS_OPTIONS, AWS_OPTIONS_HELP } from '../aws';
import { UsageError } from '../cli-error';
import { withClients } from '../clients';
import type { Verb, VerbContext } from '../verb';
import { readContext } from './call-options';
import { countFindings, renderFindings } from './findings';
import { FOREIGN_GRANT, grantFindings } from './grant-findings';
import { ACCOUNT_HELP, keyAccountOf } from './key-account';
import { readKeyGrants } from './key-grants';
import { type FoundPolicy, readSource, SOURCE_HELP, SOURCE_OPTIONS, SOURCE_OPTIONS_HELP } from './policy-source';

/** `policy lint` */
export const verb: Verb = {
  usage: `\
Usage:
  encrypted-queue-to-table policy lint SOURCE [options]

Says what is wrong with a key policy, why it matters and what to do, and shows a call that the policy allows and should
not. Exits with 3 if there is an error in it. Whatever a condition asks for, somebody may have: an address, a tag, a
second factor. --context says what is known of every call. Of a key, its grants count too: they let somebody in past the
policy.

${SOURCE_HELP}

Options:
${ACCOUNT_HELP}
  --context KEY=VALUE        A condition key that every call has, such as aws:PrincipalOrgID=o-a1b2c3d4e5.
  --accept RULE              A rule whose findings are intended; may be repeated.
  --strict                   Exit with 3 for a warning too.
  --json                     Print the findings as JSON.
${SOURCE_OPTIONS_HELP}
${AWS_OPTIONS_HELP}

Example:
  encrypted-queue-to-table policy lint cdk.out`,

  options: {
    ...AWS_OPTIONS,
    ...SOURCE_OPTIONS,
    account: { type: 'string' },
    accept: { type: 'string', multiple: true },
    context: { type: 'string', multiple: true },
    strict: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  maxPositionals: 1,

  run: async context => {
    const { terminal, values } = context;
    const accept = readAccepted(context);
    const found = await readSource(context);
    const given = readContext(context);
    const findings = [
      ...lint(found.document, {
        account: keyAccountOf(context, found),
        accept,
        given,
        ...(found.keyArn && { keyArn: found.keyArn }),
      }),
      ...(accept.includes(FOREIGN_GRANT) ? [] : await lintGrants(context, found)),
    ];
    if (values.flag('json')) terminal.json(findings);
    else if (findings.length > 0) terminal.result(renderFindings(findings));
    terminal.progress(countFindings(findings));
    return findings.some(({ severity }) => severity === 'error' || values.flag('strict')) ? 3 : 0;
  },
};

/** Only a key has grants: a file and a cloud assembly say nothing of them. */
async function lintGrants(context: VerbContext, { from, keyArn }: FoundPolicy): Promise<readonly Finding[]> {
  if (from !== 'key' || keyArn === undefined) return [];
  return withClients(context, keyArn, async clients =>
    grantFindings(await readKeyGrants(clients.kms(), keyArn), keyArn),
  );
}

/** The rules that are accepted by name; a mistyped one would accept nothing. */
export function readAccepted({ values }: VerbContext): string[] {
  const accepted = values.list('accept');
  const ids = [...RULES.map(({ id }) => id), FOREIGN_GRANT];
  const unknown = accepted.find(rule => !ids.includes(rule));
  if (unknown !== undefined) {
    const meant = nearest(unknown, ids);
    throw new UsageError(
      `--accept must be one of ${ids.join(', ')}, got '${unknown}'`,
      meant && `did you mean ${meant}?`,
    );
  }
  return accepted;
}
