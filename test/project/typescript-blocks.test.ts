import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '..', '..');
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter(file => file && file !== 'API.md');

/**
 * Every TypeScript block of the documents as a module of its own, by the path it would have in the root of the
 * repository.
 */
const modules = new Map(
  documents.flatMap(document =>
    [...readFileSync(join(ROOT, document), 'utf8').matchAll(/^```(?:ts|typescript)\n([\s\S]+?)^```/gm)].map(
      ([, code = ''], index): [string, string] => [
        join(ROOT, `${document.replaceAll(/\W/g, '-')}-${index + 1}.ts`),
        `${code}\nexport {};\n`,
      ],
    ),
  ),
);

test('every TypeScript block of README and docs compiles', () => {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(ROOT, 'tsconfig.dev.json'), file => readFileSync(file, 'utf8')).config,
    ts.sys,
    ROOT,
  );
  const host = ts.createCompilerHost({ ...options, skipLibCheck: true });
  const { getSourceFile, fileExists } = host;
  host.fileExists = file => modules.has(file) || fileExists(file);
  host.getSourceFile = (file, languageVersion, ...rest) => {
    const code = modules.get(file);
    return code === undefined
      ? getSourceFile(file, languageVersion, ...rest)
      : ts.createSourceFile(file, code, languageVersion);
  };

  const program = ts.createProgram(
    [...modules.keys()],
    { ...options, skipLibCheck: true, noUnusedLocals: false, noUnusedParameters: false },
    host,
  );
  const problems = [...modules.keys()]
    .flatMap(file => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)))
    .map(
      ({ file, messageText }) =>
        `${file?.fileName.slice(ROOT.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );

  expect(modules.size).toBeGreaterThan(1);
  expect(problems).toEqual([]);
});
