import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import * as ts from 'typescript';

/**
 * Breaks each rule of the linter in turn, in every way below, and says which file of the corpus notices. To run:
 * `npx tsx --tsconfig tsconfig.dev.json scripts/mutate-rules.ts`. Exits with 1 if one goes unnoticed.
 */
const ROOT = join(__dirname, '..');
const LINT = join(ROOT, 'src', 'key-policy', 'lint');
const RULES = join(LINT, 'rules');
const ACCOUNT = '111122223333';

interface Mutation {
  readonly what: string;
  readonly source: string;
}

interface Example {
  readonly name: string;
  readonly rules: readonly string[];
  readonly policy: unknown;
}

const corpus = ['bad', 'good'].flatMap(kind => {
  const folder = join(ROOT, 'test', 'key-policy', 'corpus', kind);
  return readdirSync(folder).map((name): Example => ({
    ...JSON.parse(readFileSync(join(folder, name), 'utf8')),
    name: `${kind}/${name}`,
  }));
});

/** Every way in which this breaks a rule: silent, or with one kind of subject, action or circumstance less. */
function mutationsOf(source: string): readonly Mutation[] {
  const lists = [...source.matchAll(/\b(of|actions|without): \[([^\]]*)\]/g)].flatMap(([list, name, items]) =>
    items!.split(/,\s*/).flatMap(item =>
      item.trim() === ''
        ? []
        : [
            {
              what: `${name} without ${item}`,
              source: source.replace(list!, list!.replace(item, '').replace('[, ', '[')),
            },
          ],
    ),
  );
  const given = [...source.matchAll(/\n\s+given: [^\n]+,\n/g)].map(([line]) => ({
    what: `no ${line.trim()}`,
    source: source.replace(line, '\n'),
  }));
  return [{ what: 'silent', source: source.replace(/\bcheck: /, 'check: () => [], broken: ') }, ...lists, ...given];
}

const shared = new Map<string, object>();

/** Loads a module of the linter, with one file replaced. What does not depend on that file is loaded once for all. */
function load(file: string, replaced: string, source: string, loaded = new Map<string, object>()): any {
  const dependent = [replaced, join(LINT, 'rules.ts'), join(LINT, 'lint.ts')].includes(file);
  const cache = dependent ? loaded : shared;
  const known = cache.get(file);
  if (known) return known;
  const exports = {};
  cache.set(file, exports);
  const text = file === replaced ? source : readFileSync(file, 'utf8');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
  });
  const require = (id: string) =>
    id.startsWith('.') ? load(`${resolve(file, '..', id)}.ts`, replaced, source, loaded) : createRequire(file)(id);
  new Function('require', 'exports', outputText)(require, exports);
  return exports;
}

/** The first file of the corpus that a broken rule fails. */
function noticedBy(file: string, source: string): string | undefined {
  const { lint } = load(join(LINT, 'lint.ts'), file, source);
  return corpus.find(({ policy, rules }) => {
    const found = new Set(lint(policy, { account: ACCOUNT }).map(({ rule }: { rule: string }) => rule));
    return found.size !== rules.length || rules.some(rule => !found.has(rule));
  })?.name;
}

/** A rule that breaks the linter is noticed, too. */
function tried(notice: () => string | undefined): string | undefined {
  try {
    return notice();
  } catch (error) {
    return String(error);
  }
}

let unnoticed = 0;
for (const name of readdirSync(RULES).sort()) {
  const file = join(RULES, name);
  for (const { source, what } of mutationsOf(readFileSync(file, 'utf8'))) {
    const by = tried(() => noticedBy(file, source));
    if (by === undefined) unnoticed += 1;
    console.log(`${name.replace('.ts', '').padEnd(30)} ${what.padEnd(44)} ${by ?? 'NOT NOTICED'}`);
  }
}
process.exitCode = unnoticed > 0 ? 1 : 0;
