import { Component, JsonPatch, type awscdk } from 'projen';

const CONSTRUCT_SIDE = [
  './src/construct/encrypted-queue-to-table.ts', './src/index.ts', './src/construct/key-administrator-group.ts', './src/construct/key-administrator-role.ts',
  './src/construct/key-policy-management.ts', './src/operations', './src/private',
];

/**
 * Who may import whom under `src`: what runs in Lambda, what runs in a terminal and what runs at synth share nothing
 * but `limits.ts` and the pure part of `key-policy`.
 */
const ZONES = [
  { target: './src/writer', from: ['./src/cli', './src/ceremony', './src/key-policy', ...CONSTRUCT_SIDE] },
  { target: './src/ceremony', from: ['./src/cli', './src/writer', './src/key-policy', ...CONSTRUCT_SIDE] },
  { target: './src/cli', from: ['./src/writer', ...CONSTRUCT_SIDE] },
  { target: './src/key-policy', from: ['./src/cli', './src/ceremony', './src/writer', ...CONSTRUCT_SIDE] },
  { target: CONSTRUCT_SIDE, from: ['./src/cli', './src/ceremony', './src/writer'] },
];

export class Lint extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Lint');
    library.eslint?.addRules({ 'import/no-restricted-paths': ['error', { zones: ZONES }] });
    ['src/ceremony/**', 'src/cli/**', 'src/key-policy/management/**', 'src/writer/**', 'src/**/*.lambda.ts'].forEach(bundled => library.eslint?.allowDevDeps(bundled));
    // one program for src, tests and the project itself
    const parserOptions = { ecmaVersion: 2022, sourceType: 'module', project: './tsconfig.dev.json' };
    library.tryFindObjectFile('.eslintrc.json')?.patch(
      JsonPatch.replace('/parserOptions', parserOptions),
      JsonPatch.replace('/settings/import~1resolver/typescript/project', './tsconfig.dev.json'),
    );
  }
}
