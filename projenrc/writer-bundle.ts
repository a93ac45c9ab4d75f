/**
 * What a small function should not have to load: whole modules of the SDK that a writer of DynamoDB in Lambda never
 * runs, and what stands in for each.
 */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': 'environment-credentials', // profiles, SSO, web identities, instance metadata
  '@aws-sdk/endpoint-cache': 'endpoint-cache', // discovery of endpoints, off unless asked for
  '@smithy/core/event-streams': 'event-streams',
};

/**
 * How the writer is bundled: from the SDK's ES modules, which esbuild can prune, to CommonJS, which loads the modules
 * of Node.js faster than an ES module does. Together with the stand-ins that takes more than half of a cold start's
 * processor time; `npm run benchmark` shows by how much.
 */
export const WRITER_BUNDLE = {
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  outfile: 'index.js',
  minify: true,
  mainFields: ['module', 'main'],
  tsconfigPath: 'tsconfig.dev.json',
  watchTask: false,
  esbuildArgs: Object.fromEntries(
    Object.entries(STAND_INS).map(([name, file]) => [`--alias:${name}`, `./src/writer/stand-ins/${file}.ts`]),
  ),
};
