/** Tests that start a process or a server, or connect to one. The others may not: their environment refuses it. */
const END_TO_END = [
  'test/ceremony/{ceremony,kill-points}.test.ts',
  'test/cli/**/*.test.ts',
  'test/downstream/**/*.test.ts',
  'test/examples/deployed.test.ts',
  'test/integ/{run,sabotage}.test.ts',
  'test/key-policy-manager/{answer,forged-events,handle*}.test.ts',
  'test/key-policy-manager/key-policy-manager.lambda.test.ts',
  'test/languages/**/*.test.ts',
  'test/policy-digest.test.ts',
  'test/project/**/*.test.ts',
  'test/sandbox/**/*.test.ts',
  'test/writer/emulator.test.ts',
  'test/writer/hostile/processor-time.test.ts',
  'test/writer/outage/**/*.test.ts',
  'test/writer/waiting/tell-queue.test.ts',
  'test/writer/writer.lambda.test.ts',
];

/** Of the folders above, what needs neither. */
const UNIT = [
  'test/sandbox/{clock,cloudwatch,events}/**/*.test.ts',
  'test/sandbox/cloudformation/{dependencies,intrinsics}.test.ts',
  'test/sandbox/dynamodb/{item-size,table-metrics}.test.ts',
  'test/sandbox/faults/**/*.test.ts',
  'test/sandbox/gateway/{json-protocol,query-protocol,xml}.test.ts',
  'test/sandbox/lambda/batch-response.test.ts',
  'test/sandbox/s3/**/*.test.ts',
  'test/sandbox/sqs/!(wire).test.ts',
];

const SUPPORT = '<rootDir>/test/support';

/** Takes the types away and checks none: `npx projen typecheck` does. It starts in a tenth of the compiler's time. */
const COMPILER = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

/** What both kinds of tests have in common. */
const project = {
  cacheDirectory: '<rootDir>/node_modules/.cache/jest', // and nothing in the temporary folder
  clearMocks: true,
  globalSetup: `${SUPPORT}/run-folder.ts`,
  globalTeardown: `${SUPPORT}/run-folder-gone.ts`,
  moduleNameMapper: { '^encrypted-queue-to-table$': '<rootDir>/src' }, // as in tsconfigDev
  setupFiles: [`${SUPPORT}/wrapping-key-pool.ts`],
  transform: { '^.+\\.ts$': ['@swc/jest', COMPILER] },
};

/** The files of CDK, which the unit tests of a worker share. */
const CDK = '/node_modules/(aws-cdk-lib|constructs)/.+\\.js$';

const inRoot = (pattern: string): string => `<rootDir>/${pattern}`;
const notIn = (pattern: string): string => `!**/${pattern}`;

/** The two kinds of tests: `unit` is the loop one likes, `e2e` shows that the parts fit. */
export const jestProjects = [
  {
    ...project,
    displayName: 'unit',
    transform: { [CDK]: `${SUPPORT}/shared-cdk.cjs`, ...project.transform },
    transformIgnorePatterns: [`/node_modules/(?!(aws-cdk-lib|constructs)/)`],
    testEnvironment: `${SUPPORT}/unit-environment.ts`,
    testMatch: [
      ...['test', 'examples'].map(folder => inRoot(`${folder}/**/*.test.ts`)),
      ...END_TO_END.map(notIn),
      ...UNIT.map(inRoot),
    ],
  },
  {
    ...project,
    displayName: 'e2e',
    testEnvironment: `${SUPPORT}/environment.ts`,
    testMatch: [...END_TO_END.map(inRoot), ...UNIT.map(notIn)],
  },
];
