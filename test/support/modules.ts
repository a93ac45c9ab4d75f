import { posix } from 'node:path';
import * as ts from 'typescript';
import { files, read } from './repository';

/** A TypeScript file, with the files of this repository that it imports, for types or for values. */
export interface Module {
  readonly file: string;
  readonly imports: string[];
  readonly source: ts.SourceFile;
}

/** Every TypeScript file of some folders. */
export function modulesOf(...folders: string[]): Module[] {
  const sources = files().filter(file => /\.ts$/.test(file) && folders.includes(file.split('/')[0]!));
  return sources.map(file => {
    const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, true);
    return { file, source, imports: importedBy(source).map(specifier => resolve(file, specifier, sources)) };
  });
}

/** The relative module specifiers of a file: of imports, of exports and of types written as `import('…')`. */
function importedBy(source: ts.SourceFile): string[] {
  const { importedFiles } = ts.preProcessFile(source.text, true, true);
  return importedFiles.map(({ fileName }) => fileName).filter(name => name.startsWith('.'));
}

function resolve(file: string, specifier: string, sources: string[]): string {
  const path = posix.join(posix.dirname(file), specifier);
  return [`${path}.ts`, `${path}/index.ts`].find(candidate => sources.includes(candidate)) ?? path;
}
