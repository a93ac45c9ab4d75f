import { Component, type awscdk } from 'projen';

/** A TypeScript program of this repository, with the types and paths of its tests. */
const tsx = (program: string): string => `tsx --tsconfig tsconfig.dev.json ${program}`;

/** The end-to-end tests wait for processes and clocks, too. jest itself takes no more than one worker for each core. */
const WORKERS = '$(node -p "Math.ceil(os.availableParallelism() * 1.5)")';

/** What the package leaves at home. */
const NOT_PUBLISHED = [
  '/.ci/',
  '/.mergify.yml',
  '/benchmark/',
  '/docs/',
  '/examples/',
  '/sandbox/',
  '/scripts/',
  '/ARCHITECTURE.md',
  '/tsconfig.dev.json',
];

/**
 * The commands of this repository beside projen's own.
 */
export class Tasks extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Tasks');
    const bundle = library.bundler.bundleTask;

    const sandbox = library.addTask('sandbox', {
      description: 'Run an example on this machine, without AWS: -- --keep, -- --example NAME, -- --app COMMAND',
    });
    sandbox.spawn(bundle);
    sandbox.exec(tsx('sandbox/demo/main.ts'), { receiveArgs: true });
    // the script of npm is no task: a task joins its arguments with spaces, and '--app' takes a whole command
    library.package.setScript('presandbox', 'projen bundle');
    library.package.setScript('sandbox', tsx('sandbox/demo/main.ts'));

    const benchmark = library.addTask('benchmark', {
      description: 'Measure the writer and the construct side by side with their peers: -- --quick, -- --json',
    });
    benchmark.spawn(library.compileTask);
    benchmark.spawn(bundle);
    benchmark.exec(tsx('benchmark/main.ts'), { receiveArgs: true });

    library.addTask('differential', {
      description: 'Compare the evaluation of policies with an independent simulator: -- --runs N --seed N',
      exec: tsx('scripts/differential.ts'),
      receiveArgs: true,
    });

    const dynamoDbLocal = library.addTask('test:dynamodb-local', {
      description: "Run the writer against Amazon's DynamoDB Local, where Java is",
    });
    dynamoDbLocal.spawn(bundle);
    dynamoDbLocal.exec('test/dynamodb-local/run.sh', { receiveArgs: true });

    library.addTask('docs', {
      description: 'Renew what the documents take from the code',
      exec: tsx('scripts/write-docs.ts'),
    });

    const typecheck = library.addTask('typecheck', {
      description: 'Check the types of everything, tests included',
      exec: 'tsc --noEmit -p tsconfig.dev.json',
    });
    const [jest] = library.testTask.steps;
    library.testTask.updateStep(0, { exec: `${jest!.execArgs!.join(' ')} --maxWorkers ${WORKERS}`, receiveArgs: true });
    library.testTask.prependSpawn(typecheck);
    library.testTask.prependSpawn(bundle);

    library.addTask('test:unit', {
      description: 'Run the tests that need no process, server or network: a part with -- PATH, again with -- --watch',
      exec: 'jest --selectProjects unit --errorOnDeprecated', // whose flag ends the list of projects: paths may follow
      receiveArgs: true,
    });
    library.addTask('test:loaded', {
      description: 'Run the end-to-end tests ten times beside six busy processes: -- RUNS BUSY TOGETHER',
      exec: 'scripts/test-loaded.sh',
      receiveArgs: true,
    });

    NOT_PUBLISHED.forEach(path => library.addPackageIgnore(path));
    library.eslint?.addIgnorePattern('test/downstream/typescript'); // an app of its own, checked by its own compiler
  }
}
