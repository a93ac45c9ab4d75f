import type { IConstruct } from 'constructs';
import type { Settings } from '../settings';

/**
 * Refuses, at synth, what the deployment would: a construct that replaces the policy of a key on which another
 * construct of the app has statements, too.
 */
export function checkSharedKey(scope: IConstruct, { keyArn, keyPolicyManagement }: Settings): void {
  const constructs = constructsOn(scope.node.root, keyArn);
  constructs.push(scope.node.path);
  if (keyPolicyManagement.way !== 'replace') return;
  const others = () => constructs.filter(path => path !== scope.node.path);
  scope.node.addValidation({
    validate: () =>
      others().length === 0
        ? []
        : [
            `'keyPolicyManagement' must be merge() on a key that constructs share, got replace() beside ${others().join(', ')}`,
          ],
  });
}

/** The paths of an app's constructs, by the key they are on. */
const paths = new WeakMap<IConstruct, Map<string, string[]>>();

function constructsOn(app: IConstruct, keyArn: string): string[] {
  const ofApp = paths.get(app) ?? new Map<string, string[]>();
  paths.set(app, ofApp);
  const onKey = ofApp.get(keyArn) ?? [];
  ofApp.set(keyArn, onKey);
  return onKey;
}
