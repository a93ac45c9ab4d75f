import { Component, type awscdk, github } from 'projen';

type Job = github.workflows.Job;
type Step = github.workflows.JobStep;
const { JobPermission } = github.workflows;

/**
 * Variables in which projen tells publib where a registry is: each is publib's own default, so no host need stand in a
 * file here.
 */
const REGISTRY_VARIABLES = [
  'NPM_REGISTRY',
  'MAVEN_ENDPOINT',
  'MAVEN_REPOSITORY_URL',
  'TWINE_REPOSITORY_URL',
  'NUGET_SERVER',
];

/** What the package says about the code of others in it. */
const THIRD_PARTY = ['/THIRD-PARTY-NOTICES.txt', '/sbom.cdx.json'];

/** The command line as a single file, for a machine without a network. */
const PROGRAM = 'encrypted-queue-to-table.js';

/** The documents that are in the package. */
const PAPERS = ['API.md', 'CHANGELOG.md', 'README.md', 'SECURITY.md'];

/**
 * What a release brings besides the packages: a bill of materials of what the bundles were made from, and the command
 * line as a single file with its checksum and provenance; and what it must not, the host of a registry.
 */
export class Publishing extends Component {
  constructor(private readonly library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Publishing');
    // the sources are a click away, and inline maps were most of the package
    ['inlineSourceMap', 'inlineSources'].forEach(option =>
      library.tsconfig?.file.addDeletionOverride(`compilerOptions.${option}`),
    );
    const thirdParty = library.addTask('third-party', {
      description: 'Write the notices and the bill of materials (CycloneDX) of what is in the bundles',
      exec: 'tsx --tsconfig tsconfig.dev.json scripts/write-third-party.ts',
    });
    library.preCompileTask.spawn(thirdParty);
    THIRD_PARTY.forEach(path => library.addGitIgnore(path));
    library.tasks.tryFind('package:js')?.exec('tsx --tsconfig tsconfig.dev.json scripts/publish-links.ts');
    library.packageTask.exec('cp sbom.cdx.json dist/');
    library.packageTask.exec(
      `cp assets/cli/main/index.js dist/${PROGRAM} && cd dist && sha256sum ${PROGRAM} > ${PROGRAM}.sha256`,
    );
    ['/.devcontainer/', '/.github/', '/*.md', ...PAPERS.map(paper => `!/${paper}`)].forEach(path =>
      library.addPackageIgnore(path),
    );
    library.release?.publisher.addGitHubPostPublishingSteps(
      {
        name: 'Say where the single file comes from',
        if: '${{ !inputs.dry_run }}',
        uses: 'actions/attest-build-provenance@v4',
        with: { 'subject-path': `dist/${PROGRAM}` },
      },
      {
        name: 'Attach the bill of materials and the single file',
        if: '${{ !inputs.dry_run }}',
        env: { GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}' },
        run: 'gh release upload "$(cat dist/releasetag.txt)" dist/sbom.cdx.json dist/encrypted-queue-to-table.js dist/encrypted-queue-to-table.js.sha256 -R "$GITHUB_REPOSITORY" --clobber',
      },
    );
  }

  public preSynthesize(): void {
    const workflow = this.library.github?.tryFindWorkflow('release');
    const attaching = workflow?.getJob('release_github') as Job;
    const permissions = { ...attaching.permissions, idToken: JobPermission.WRITE, attestations: JobPermission.WRITE };
    workflow?.updateJob('release_github', { ...attaching, permissions });
    for (const id of ['npm', 'maven', 'pypi', 'nuget', 'golang'].map(registry => `release_${registry}`)) {
      const job = workflow?.getJob(id) as Job;
      workflow?.updateJob(id, { ...job, steps: (job.steps as Step[]).map(withoutRegistry) });
    }
  }
}

function withoutRegistry(step: Step): Step {
  return step.env
    ? {
        ...step,
        env: Object.fromEntries(Object.entries(step.env).filter(([name]) => !REGISTRY_VARIABLES.includes(name))),
      }
    : step;
}
