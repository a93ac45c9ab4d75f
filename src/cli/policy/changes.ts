import { printable } from '../../key-policy/printable';
import { canonical } from '../../key-policy/same';
import type { PolicyDocument, Statement } from '../../key-policy/statement';

/** A statement that one policy has and the other has not, or has otherwise. */
export interface StatementChange {
  readonly change: 'added' | 'removed' | 'changed';
  readonly sid: string;
  readonly before?: Statement;
  readonly after?: Statement;
}

/** What makes one policy out of another, statement by statement. */
export function changesBetween(before: PolicyDocument, after: PolicyDocument): readonly StatementChange[] {
  const [olds, news] = [named(before), named(after)];
  const removed = [...olds]
    .filter(([sid]) => !news.has(sid))
    .map(([sid, statement]): StatementChange => ({ change: 'removed', sid, before: statement }));
  const others = [...news].flatMap(([sid, statement]): StatementChange[] => {
    const old = olds.get(sid);
    if (old === undefined) return [{ change: 'added', sid, after: statement }];
    return canonical(old) === canonical(statement) ? [] : [{ change: 'changed', sid, before: old, after: statement }];
  });
  return [...removed, ...others];
}

/** The changes for a person: a line each, and below it the statement as it was and as it becomes. */
export function renderChanges(changes: readonly StatementChange[], colour: boolean): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const block = (sign: string, code: number, statement?: Statement) =>
    statement === undefined
      ? []
      : printable(JSON.stringify(statement, undefined, 2))
          .split('\n')
          .map(line => paint(code, `${sign} ${line}`));
  return changes
    .map(({ change, sid, before, after }) =>
      [printable(`${change} '${sid}'`), ...block('-', 31, before), ...block('+', 32, after)].join('\n'),
    )
    .join('\n\n');
}

/** Statements by Sid, or by their place where they have none or share one. */
function named({ Statement: statements }: PolicyDocument): Map<string, Statement> {
  const byName = new Map<string, Statement>();
  for (const [index, statement] of [statements].flat().entries()) {
    const name = statement.Sid ?? `statement ${index + 1}`;
    byName.set(byName.has(name) ? `${name} (statement ${index + 1})` : name, statement);
  }
  return byName;
}
