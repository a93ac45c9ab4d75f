import { basename } from 'node:path';
import * as ts from 'typescript';
import { modulesOf, type Module } from '../support/modules';
import { files } from '../support/repository';

/** Names that every file of a kind exports: the verb of a command, the handler of a function. */
const CONVENTIONS = ['handler', 'verb'];

/** The names that a file declares and exports; what it passes on from another file is that one's name. */
function exportsOf({ source }: Module): string[] {
  return source.statements.flatMap(statement => {
    if (!ts.canHaveModifiers(statement)) return [];
    const modifiers = ts.getModifiers(statement) ?? [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText(source));
    }
    const { name } = statement as ts.DeclarationStatement;
    return name ? [name.getText(source)] : [];
  });
}

function twice(modules: Module[]): string[] {
  const names = modules.flatMap(module => [...new Set(exportsOf(module))]);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

test('no exported name of src, and none of the sandbox, has two meanings', () => {
  const doubles = [...twice(modulesOf('src')), ...twice(modulesOf('sandbox'))];

  expect(doubles.filter(name => !CONVENTIONS.includes(name))).toEqual([]);
});

test('no file or folder is named after nothing in particular', () => {
  const NOTHING = /^(utils?|helpers?|common|shared|misc|types?|interfaces?|private|lib|stuff)$/i;
  const parts = files()
    .filter(file => /^(src|sandbox|test|projenrc|benchmark|examples|scripts)\//.test(file))
    .flatMap(file => file.split('/').map(part => part.replace(/\..*$/, '')));

  expect(parts.filter(part => NOTHING.test(part))).toEqual([]);
});

test('every TypeScript file has a name in kebab-case', () => {
  const sources = files().filter(file => file.endsWith('.ts') && !file.startsWith('.'));

  expect(sources.length).toBeGreaterThan(300);
  expect(
    sources.filter(file => !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|property|lambda|d))*\.ts$/.test(basename(file))),
  ).toEqual([]);
});

test('every error writes its name down, in one form, since a minified bundle renames its class', () => {
  const wrong = modulesOf('src', 'sandbox').flatMap(({ file, source }) =>
    source.statements
      .filter(ts.isClassDeclaration)
      .filter(({ heritageClauses }) => heritageClauses?.some(clause => /^extends Error\b/.test(clause.getText(source))))
      .filter(error => !/\n {2}public readonly name(: string)? = '[A-Z]\w+';\n/.test(error.getText(source)))
      .map(error => `${file}: ${error.name!.text}`),
  );

  expect(wrong).toEqual(['sandbox/kms/kms-error.ts: KmsError']); // answers with the code of whichever error KMS would
});
