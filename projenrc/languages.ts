import { Component, type awscdk } from 'projen';

const GENERATED = ['python', 'java', 'dotnet', 'go'];

/**
 * A build on a developer's machine builds the npm package and only generates the code of the other languages: building
 * those needs pip, Maven, NuGet and Go, which the jobs of the workflows install. There, projen runs `package:python`
 * and so on for real.
 */
export class Languages extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Languages');
    const generate = library.addTask('package:generate', {
      description: 'Generate the bindings of every other language, without building them',
      exec: `jsii-pacmak --code-only --outdir dist/generated ${GENERATED.map(language => `--target ${language}`).join(' ')}`,
    });
    const all = library.tasks.tryFind('package-all');
    all?.reset();
    all?.spawn(library.tasks.tryFind('package:js')!);
    all?.spawn(generate);
  }
}
