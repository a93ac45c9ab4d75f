import { Component, type awscdk, type github } from 'projen';

type Job = github.workflows.Job;
type Step = github.workflows.JobStep;

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

/** The documents that are in the package. */
const PAPERS = ['API.md', 'CHANGELOG.md', 'README.md', 'SECURITY.md'];

/**
 * What a release brings besides the packages: a bill of materials of what the bundles were made from; and what it must
 * not, the host of a registry.
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
    ['/.devcontainer/', '/.github/', '/*.md', ...PAPERS.map(paper => `!/${paper}`)].forEach(path =>
      library.addPackageIgnore(path),
    );
    library.release?.publisher.addGitHubPostPublishingSteps({
      name: 'Attach the bill of materials',
      if: '${{ !inputs.dry_run }}',
      env: { GITHUB_TOKEN: '${{ secrets.GITHUB_TOKEN }}' },
      run: 'gh release upload "$(cat dist/releasetag.txt)" dist/sbom.cdx.json -R "$GITHUB_REPOSITORY" --clobber',
    });
  }

  public preSynthesize(): void {
    const workflow = this.library.github?.tryFindWorkflow('release');
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
