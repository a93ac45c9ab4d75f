import { Component, type awscdk } from 'projen';

/**
 * Every TypeScript block of README.md and of the doc comments compiles, or the build fails.
 */
export class Rosetta extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Rosetta');
    const rosetta = library.addTask('rosetta', {
      description: 'Compile the examples of the documentation',
      exec: 'jsii-rosetta extract --strict',
    });
    library.postCompileTask.prependSpawn(rosetta);
    library.addGitIgnore('.jsii.tabl.json');
    library.addPackageIgnore('.jsii.tabl.json');
  }
}
