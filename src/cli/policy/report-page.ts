import { createHash } from 'node:crypto';
import { answer, callersOf, dutiesOf } from '../../key-policy/evaluation/capabilities';
import { type Finding } from '../../key-policy/lint/lint';
import type { PolicyDocument, Statement } from '../../key-policy/statement';

/** What the page is about, and when it was made. */
export interface ReportFacts {
  readonly source: string;
  readonly document: PolicyDocument;
  readonly findings: readonly Finding[];
  readonly time: Date;
}

/**
 * One page that needs nothing else: who can do what with the key, statement by statement, and what is wrong with it.
 */
export function renderReport({ document, findings, source, time }: ReportFacts): string {
  const duties = dutiesOf(document);
  const digest = createHash('sha256').update(JSON.stringify(document)).digest('hex');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Key policy of ${escape(source)}</title>
<style>
body { font: 14px/1.45 system-ui, sans-serif; margin: 2rem; max-width: 110rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { border: 1px solid #ccc; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
.yes, .error { background: #fbd9d3 } .if { background: #fdf3cf } .no { color: #999 }
</style>
<h1>Key policy of ${escape(source)}</h1>
<p>Made ${time.toISOString()}. SHA-256 of the policy: <code>${digest}</code></p>
<h2>Who can do what</h2>
<p>By this policy alone, or <em>if IAM allows</em>: then an identity policy has to allow it as well. Grants and organization policies are not
looked at. Where a second factor is asked for, it counts as given.</p>
${table(
  ['', ...duties.map(({ name }) => escape(name))],
  callersOf(document).map(caller => [escape(caller), ...duties.map(duty => answer(document, caller, duty))]),
)}
<h2>What is wrong with it</h2>
${
  findings.length === 0
    ? '<p>Nothing that the linter knows.</p>'
    : table(
        ['', 'rule', 'finding', 'why', 'fix'],
        findings.map(({ severity, rule, message, why, fix }) => [severity, rule, message, why, fix].map(escape)),
      )
}
<h2>Statements</h2>
${table(['Sid', 'effect', 'who', 'actions', 'only if'], [document.Statement].flat().map(renderStatement))}
</html>`;
}

function renderStatement({ Sid, Effect, Principal, NotPrincipal, Action, NotAction, Condition }: Statement): string[] {
  const text = (value: unknown) =>
    escape(value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));
  return [
    text(Sid),
    text(Effect),
    NotPrincipal === undefined ? text(Principal) : `all but ${text(NotPrincipal)}`,
    NotAction === undefined ? text([Action ?? []].flat().join(', ')) : `all but ${text(NotAction)}`,
    text(Condition),
  ];
}

/** Cells are HTML; an answer or a severity gives its cell a colour. */
function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const cell = (content: string) =>
    `<td${/^(yes|if IAM allows|no|error)$/.test(content) ? ` class="${content.split(' ')[0]}"` : ''}>${content}</td>`;
  return `<table>
<tr>${head.map(title => `<th>${title}</th>`).join('')}</tr>
${rows.map(([first = '', ...rest]) => `<tr><th>${first}</th>${rest.map(cell).join('')}</tr>`).join('\n')}
</table>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.codePointAt(0)};`);
}
