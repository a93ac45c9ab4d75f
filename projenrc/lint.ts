import { Component, JsonPatch, type awscdk } from 'projen';
import { renderWalls } from './walls';

/** What is bundled, and so may import what is installed for development only. */
const BUNDLED = ['src/ceremony/**', 'src/cli/**', 'src/key-policy-manager/**', 'src/writer/**'];

/**
 * One hand in every file, and walls between the rooms of `src`.
 */
export class Lint extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Lint');
    library.eslint?.addRules({
      // code and comments; a message stays on one line, so that a search for it finds it
      'max-len': [
        'error',
        { code: 120, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreStrings: true, ignoreTemplateLiterals: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { prefer: 'type-imports', fixStyle: 'inline-type-imports' },
      ],
      'import/no-restricted-paths': ['error', { zones: renderWalls() }],
    });
    BUNDLED.forEach(bundled => library.eslint?.allowDevDeps(bundled));
    // one program for src, tests and the project itself
    const parserOptions = { ecmaVersion: 2022, sourceType: 'module', project: './tsconfig.dev.json' };
    library
      .tryFindObjectFile('.eslintrc.json')
      ?.patch(
        JsonPatch.replace('/parserOptions', parserOptions),
        JsonPatch.replace('/settings/import~1resolver/typescript/project', './tsconfig.dev.json'),
      );
  }
}
