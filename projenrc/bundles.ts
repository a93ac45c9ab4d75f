import { Component, type awscdk } from 'projen';
import { WRITER_BUNDLE } from './writer-bundle';

const COMMON = {
  platform: 'node',
  target: 'node20',
  minify: true,
  tsconfigPath: 'tsconfig.dev.json',
  watchTask: false,
};

/** Leaves what esbuild says about a bundle beside the package, for its bill of materials. */
const metafile = (name: string): Record<string, string> => ({ '--metafile': `dist/bundles/${name}.json` });

/** Puts the version and the commit into the command line, which is also carried about as a single file. */
const STAMP = [
  'sed -i.bak',
  `-e "s/@VERSION@/$(node -p 'require("./package.json").version')/"`,
  '-e "s/@COMMIT@/$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)/"',
  'assets/cli/main/index.js && rm assets/cli/main/index.js.bak',
].join(' ');

/**
 * What runs elsewhere is bundled once at build, never at the consumer's synth.
 */
export class Bundles extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Bundles');
    library.bundler.addBundle('src/writer/writer.lambda.ts', {
      ...WRITER_BUNDLE,
      esbuildArgs: { ...WRITER_BUNDLE.esbuildArgs, ...metafile('writer') },
    });
    library.bundler.addBundle('src/key-policy-manager/key-policy-manager.lambda.ts', {
      ...COMMON,
      format: 'esm',
      outfile: 'index.mjs',
      mainFields: ['module', 'main'],
      esbuildArgs: metafile('key-policy-manager'),
    });
    const { bundleTask } = library.bundler.addBundle('src/cli/main.ts', {
      ...COMMON,
      format: 'cjs',
      executable: true,
      esbuildArgs: metafile('cli'),
    });
    bundleTask.exec(STAMP);
  }
}
