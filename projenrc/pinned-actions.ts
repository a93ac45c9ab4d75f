import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Component, YamlFile, type awscdk } from 'projen';

/** Where the pins stand: an action that is never run, so that Dependabot finds them. */
const PINS = '.github/actions/pins';

/**
 * Each action of the workflows by its commit. Dependabot can't change the workflows, which projen generates. So it
 * changes one file by hand, and this component writes what stands there into every workflow.
 */
export class PinnedActions extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'PinnedActions');
    const pins = readFileSync(join(library.outdir, PINS, 'action.yml'), 'utf8');
    for (const [, action, commit] of pins.matchAll(/uses: (\S+)@([0-9a-f]{40}) # v\d/g)) {
      library.github?.actions.set(action!, `${action}@${commit}`);
    }
    new YamlFile(library, '.github/dependabot.yml', {
      obj: {
        version: 2,
        updates: [
          {
            'package-ecosystem': 'github-actions',
            directory: `/${PINS}`,
            schedule: { interval: 'weekly' },
            cooldown: { 'default-days': 7 },
            groups: { actions: { patterns: ['*'] } },
            'commit-message': { prefix: 'build' },
          },
        ],
      },
    });
  }
}
