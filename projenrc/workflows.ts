import { Component, github, type awscdk } from 'projen';

const { JobPermission } = github.workflows;

/** Actions are named without a version: `PinnedActions` gives each its commit. */
const CHECKOUT: github.workflows.JobStep = { name: 'Checkout', uses: 'actions/checkout' };
const INSTALL: github.workflows.JobStep[] = [
  CHECKOUT,
  {
    name: 'Setup Node.js',
    uses: 'actions/setup-node',
    with: { 'node-version': '24', 'package-manager-cache': false },
  },
  { name: 'Install dependencies', run: 'npm ci' },
];

/**
 * The workflows that projen has no component for: code analysis, secret scan, both ends of the peer range, and the apps
 * that need an AWS account.
 */
export class Workflows extends Component {
  constructor(private readonly library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Workflows');
    this.addCodeAnalysis();
    this.addSecretScan();
    this.addPeers();
    this.addInteg();
  }

  private addCodeAnalysis(): void {
    const workflow = this.add('codeql', {
      push: { branches: ['main'] },
      pullRequest: {},
      schedule: [{ cron: '23 4 * * 1' }],
    });
    workflow.addJob('analyze', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ, securityEvents: JobPermission.WRITE },
      steps: [
        CHECKOUT,
        {
          name: 'Initialize',
          uses: 'github/codeql-action/init',
          with: { languages: 'javascript-typescript', queries: 'security-extended' },
        },
        { name: 'Analyze', uses: 'github/codeql-action/analyze' },
      ],
    });
  }

  private addSecretScan(): void {
    const workflow = this.add('secret-scan', { push: { branches: ['main'] }, pullRequest: {} });
    workflow.addJob('gitleaks', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      steps: [
        { ...CHECKOUT, with: { 'fetch-depth': 0 } },
        {
          name: 'Scan',
          uses: 'gitleaks/gitleaks-action',
          env: {
            GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}',
            GITLEAKS_LICENSE: '${{ secrets.GITLEAKS_LICENSE }}',
            GITLEAKS_ENABLE_COMMENTS: 'false',
          },
        },
      ],
    });
  }

  private addPeers(): void {
    this.library.addTask('test:peers', {
      description: 'Run the tests of the construct on the oldest or the newest aws-cdk-lib that package.json allows',
      exec: 'scripts/test-peers.sh',
      receiveArgs: true,
    });
    const workflow = this.add('peers', { pullRequest: {}, schedule: [{ cron: '41 3 * * *' }], workflowDispatch: {} });
    workflow.addJob('test', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      strategy: { failFast: false, matrix: { domain: { peers: ['oldest', 'newest'] } } },
      steps: [...INSTALL, { name: 'Test', run: 'npx projen test:peers ${{ matrix.peers }}' }],
    });
    workflow.addJob('compat', {
      runsOn: ['ubuntu-latest'],
      permissions: { contents: JobPermission.READ },
      steps: [
        ...INSTALL,
        { name: 'Compile', run: 'npx projen compile' },
        { name: 'Compare the API with the last release', run: 'npx projen compat' },
      ],
    });
  }

  private addInteg(): void {
    this.library.addTask('integ', {
      description:
        'Deploy the integration test into the sandbox account of your credentials, assert, destroy: -- --account ID',
      exec: 'tsx --tsconfig tsconfig.dev.json test/integ/run.ts',
      receiveArgs: true,
    });
    const workflow = this.add('integ', { workflowDispatch: {} });
    workflow.addJob('deploy', {
      runsOn: ['ubuntu-latest'],
      environment: 'integ',
      permissions: { contents: JobPermission.READ, idToken: JobPermission.WRITE },
      steps: [
        ...INSTALL,
        { name: 'Bundle', run: 'npx projen bundle' },
        { name: 'Deploy, assert and destroy in the local sandbox', run: 'npm run integ -- --sandbox' },
        { name: 'The same with strict conditions', run: 'npm run integ -- --sandbox --strict' },
        {
          name: 'Assume the role of the sandbox account',
          uses: 'aws-actions/configure-aws-credentials',
          with: { 'role-to-assume': '${{ vars.INTEG_ROLE_ARN }}', 'aws-region': '${{ vars.INTEG_REGION }}' },
        },
        { name: 'Deploy, assert, destroy', run: 'npm run integ -- --account ${{ vars.INTEG_ACCOUNT }}' },
      ],
    });
  }

  private add(name: string, triggers: github.workflows.Triggers): github.GithubWorkflow {
    const workflow = new github.GithubWorkflow(this.library.github!, name, { limitConcurrency: true });
    workflow.on(triggers);
    return workflow;
  }
}
