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

/**
 * What a release brings besides the packages: a bill of materials of what the bundles were made from; and what it must
 * not, the host of a registry.
 */
export class Publishing extends Component {
  constructor(private readonly library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Publishing');
    // the bundles are made from devDependencies, so these are part of the bill
    const sbom = library.addTask('sbom', {
      description: 'Write the bill of materials (CycloneDX) of what the package is made from',
      exec: 'npm sbom --sbom-format cyclonedx > dist/sbom.cdx.json',
    });
    library.packageTask.spawn(sbom);
    ['/.devcontainer/', '/.github/', '/*.md', '!/README.md', '!/API.md'].forEach(path =>
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
