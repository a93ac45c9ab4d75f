import type { StatementChange } from './changes';
import { renderCall } from './findings';
import { breakable, element, type Html, join, text } from './html';
import { statementInWords } from './in-words';
import { renderAbilities } from './report-abilities';
import type { ReportFacts } from './report-facts';
import { renderGrants, renderKeySummary } from './report-key';
import { REPORT_STYLE } from './report-style';
import type { Finding } from '../../key-policy/lint/lint';
import type { PolicyDocument, Statement } from '../../key-policy/statement';
import { POLICY_DIGEST_COMMAND } from '../../policy-digest';

/** One page that needs nothing else: who can do what with the key, what is wrong with its policy, and what it says. */
export function renderReport(facts: ReportFacts): string {
  const title = `Key policy of ${facts.keyArn ?? facts.source}`;
  const head = join(
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' as Html,
    element('title', text(title)),
    element('style', REPORT_STYLE as Html),
  );
  const body = join(
    element('h1', breakable(title)),
    renderKeySummary(facts),
    renderAbilities(facts.document, facts.account),
    ...(facts.live ? [renderGrants(facts.live.grants)] : []),
    renderFindings(facts.findings),
    ...(facts.deviations ? [renderDeviations(facts.deviations)] : []),
    ...(facts.changes ? [renderDifference(facts.changes)] : []),
    renderStatements(facts.document),
    element('h2', text('The digest')),
    paragraph(
      'Two policies have the same digest if they say the same, however KMS or somebody else writes them. The record of a key ceremony and policy render show the same digest. To compute it again from a file with the policy:',
    ),
    element('pre', text(POLICY_DIGEST_COMMAND)),
  );
  return `<!doctype html>\n<html lang="en">\n<head>\n${head}\n</head>\n<body>\n${body}\n</body>\n</html>`;
}

function renderFindings(findings: readonly Finding[]): Html {
  const finding = ({ severity, rule, message, call, why, fix }: Finding) =>
    element(
      'section',
      [
        element('p', [element('span', text(severity), { class: `verdict ${severity}` }), text(` ${rule}`)]),
        paragraph(message),
        ...(call ? [paragraph(`A call that is allowed: ${renderCall(call)}`)] : []),
        paragraph(`Why it matters: ${why}`),
        paragraph(`What to do: ${fix}`),
      ],
      { class: `finding ${severity}` },
    );
  return join(
    element('h2', text('What is wrong with it')),
    ...(findings.length === 0 ? [paragraph('Nothing that the linter knows of.')] : findings.map(finding)),
  );
}

/** What the policy says of queue, writer and table holds for those that the construct makes. */
function renderDeviations(deviations: readonly string[]): Html {
  return join(
    element('h2', text('What the app changes of queue, writer and table')),
    ...(deviations.length === 0
      ? [paragraph('Nothing: they are as the construct makes them.')]
      : [
          paragraph('The app accepts these by name. Look at each: it may open what the key policy closes.'),
          element(
            'ul',
            deviations.map(name => element('li', breakable(name))),
          ),
        ]),
  );
}

function renderDifference(changes: readonly StatementChange[]): Html {
  const json = (sign: string, statement?: Statement) =>
    statement
      ? JSON.stringify(statement, undefined, 2)
          .split('\n')
          .map(line => `${sign} ${line}`)
      : [];
  const change = ({ change: kind, sid, before, after }: StatementChange) => [
    paragraph(`${kind}: ${sid}`),
    element('pre', text([...json('-', before), ...json('+', after)].join('\n'))),
  ];
  return join(
    element('h2', text('Different from what the stack rendered')),
    ...(changes.length === 0 ? [paragraph('Nothing: it is the rendered policy.')] : changes.flatMap(change)),
  );
}

function renderStatements({ Statement: statements }: PolicyDocument): Html {
  const statement = (one: Statement, index: number) =>
    element(
      'section',
      [
        element('h3', text(one.Sid ?? `Statement ${index + 1}`)),
        paragraph(statementInWords(one)),
        element('pre', text(JSON.stringify(one, undefined, 2))),
      ],
      { class: 'statement' },
    );
  return join(element('h2', text('What it says')), ...[statements].flat().map(statement));
}

function paragraph(content: string): Html {
  return element('p', breakable(content));
}
