import { Component, type awscdk } from 'projen';

/**
 * What keeps a clone of this repository reproducible, silent about where it was made, and quiet on an old Node.
 */
export class Hygiene extends Component {
  constructor(library: awscdk.AwsCdkConstructLibrary) {
    super(library, 'Hygiene');
    library.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
    library.npmrc.addConfig('fund', 'false');
    library.npmrc.addConfig('audit', 'false');
    // 1.13.0 names platform packages that were never published
    library.package.addField('overrides', { 'unrs-resolver': '1.12.2' });
    library.tasks.addEnvironment('JSII_DEPRECATED', 'quiet'); // aws-cdk-lib warns about its own use of deprecated props
    library.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
    library.tasks.addEnvironment('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  }
}
