import { Component, type awscdk } from 'projen';
import { WRITER_BUNDLE } from './writer-bundle';

const COMMON = {
  platform: 'node',
  target: 'node20',
  minify: true,
  tsconfigPath: 'tsconfig.dev.json',
  watchTask: false,
};

/**
 * What runs elsewhere is bundled once at build, never at the consumer's synth.
 */
export class Bundles extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Bundles');
    library.bundler.addBundle('src/writer/writer.lambda.ts', WRITER_BUNDLE);
    library.bundler.addBundle('src/key-policy-manager/key-policy-manager.lambda.ts', {
      ...COMMON,
      format: 'esm',
      outfile: 'index.mjs',
      mainFields: ['module', 'main'],
    });
    library.bundler.addBundle('src/cli/main.ts', { ...COMMON, format: 'cjs', executable: true });
  }
}
