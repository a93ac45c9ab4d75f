import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const SRC = join(__dirname, '..', '..', 'src');

/** A message the code can raise, as a pattern: what it fills in is `…`. */
export interface ErrorText {
  readonly file: string;
  readonly text: string;
}

/** Texts that are made somewhere else, or that no user can come to see. */
const isMessage = (text: string): boolean => /[a-z]{2,} [\s\S]*[a-z]{2,}/.test(text.replaceAll('…', ''));

/** What a thrown error or a rule of a prop says: the literals of the expression, with what is filled in left out. */
function textsOf(expression: ts.Node): string[] {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isTemplateExpression(expression)) {
    return [expression.head.text + expression.templateSpans.map(({ literal }) => `…${literal.text}`).join('')];
  }
  if (ts.isConditionalExpression(expression)) return [expression.whenTrue, expression.whenFalse].flatMap(textsOf);
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left] = textsOf(expression.left);
    const [right] = textsOf(expression.right);
    return [`${left ?? '…'}${right ?? '…'}`];
  }
  return [];
}

const saysRule = (text: string): boolean => /^('[^']+'( of …)?|the stack) must /.test(text);

/** Every message of the errors under src, each once. */
export function errorTexts(): ErrorText[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .sort();
  const found = new Map<string, ErrorText>();
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(SRC, file), 'utf8'), ts.ScriptTarget.ES2022, true);
    const visit = (node: ts.Node): void => {
      const thrown =
        ts.isNewExpression(node) && /(Error|Refused)$/.test(node.expression.getText(source))
          ? (node.arguments?.flatMap(textsOf) ?? [])
          : [];
      const ruled = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? textsOf(node).filter(saysRule) : [];
      for (const text of [...thrown.slice(0, 1), ...ruled].filter(isMessage)) found.set(text, { file, text });
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...found.values()];
}

/** Every reason of the type `RefusalReason`. */
export function refusalReasons(): string[] {
  const [, union = ''] =
    /type RefusalReason =([^;]+);/.exec(readFileSync(join(SRC, 'writer', 'item', 'refusal.ts'), 'utf8')) ?? [];
  return [...union.matchAll(/'(\w+)'/g)].map(([, reason]) => reason!);
}
