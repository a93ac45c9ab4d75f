import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, attachCustomSynthesis, CfnOutput, type CustomResource, Lazy, Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { addDeployedKeyPolicy } from './deployed-key-policy';
import { otherAccountPolicies } from './other-accounts';
import { roleGuardFacts } from './role-guard-facts';
import { renderBoundary, renderRoleGuard } from '../../key-policy/identity/role-guard';
import { Answers } from '../../key-policy/lint/answers';
import { lint } from '../../key-policy/lint/lint';
import type { KeyPolicyFacts } from '../../key-policy/render/facts';
import type { PolicyDocument } from '../../key-policy/statement';
import type { KeyPolicyAttributes } from '../../key-policy-manager/properties';
import { FinalApp } from '../final/final-app';
import type { KeyPolicy } from '../key-policy';
import type { Settings } from '../settings';

/**
 * Has the policy put on the key, in the way the user chose, once nothing is wrong with it; and written beside the
 * template, for those who review it.
 *
 * @returns what has to be done before anything uses the key
 */
export function applyKeyPolicy(
  scope: Construct,
  settings: Settings,
  keyPolicy: KeyPolicy,
  facts: () => KeyPolicyFacts,
): Construct[] {
  const { acceptedDelegations, removedDelegations, way } = settings.keyPolicyManagement;
  addFiles(scope, settings, keyPolicy, facts);
  scope.node.addValidation({ validate: () => lintMessages(scope, settings, keyPolicy) });
  if (way === 'render') {
    addOutput(scope, keyPolicy);
    return [];
  }
  const deployed = addDeployedKeyPolicy(scope, settings, keyPolicy);
  if (way === 'replace' || removedDelegations.length > 0) addReplacedOutput(scope, deployed);
  if (acceptedDelegations.length > 0) sayThatKeyIsOpen(scope, acceptedDelegations);
  return [deployed];
}

/** What was on the key before this deployment took statements of others out. The text is in the manager's log. */
function addReplacedOutput(scope: Construct, deployed: CustomResource): void {
  const attribute: keyof KeyPolicyAttributes = 'ReplacedPolicy';
  new CfnOutput(scope, 'ReplacedKeyPolicy', {
    description: 'Digest and Sids of the key policy that the last deployment took statements out of',
    value: deployed.getAttString(attribute),
  });
}

function sayThatKeyIsOpen(scope: Construct, sids: readonly string[]): void {
  const named = sids.map(sid => `'${sid}'`).join(', ');
  Annotations.of(scope).addWarningV2(
    'encrypted-queue-to-table:open-key',
    `${named} may leave the key to IAM: whoever may attach an IAM policy can let anybody use it, administrators included`,
  );
  new CfnOutput(scope, 'OpenKey', { description: 'Statements that leave the key to IAM', value: sids.join(', ') });
}

function lintMessages(scope: Construct, { acceptedRules, keyArn, names }: Settings, keyPolicy: KeyPolicy): string[] {
  const app = FinalApp.of(scope);
  const answers = answersIn.get(app) ?? new Answers();
  answersIn.set(app, answers);
  return lint(keyPolicy.toJson(), { account: names.account, keyArn, accept: acceptedRules, answers }).map(
    ({ message, fix, rule }) => `${message}; ${fix} (${rule})`,
  );
}

/** The policies of one app have most of their statements in common. */
const answersIn = new WeakMap<FinalApp, Answers>();

/** The name of a construct in the cloud assembly. */
export function assemblyNameOf(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' });
}

/**
 * Writes the key policy beside the template, with the guard of the roles in both of its forms, and what roles of other
 * accounts need there.
 */
function addFiles(scope: Construct, settings: Settings, keyPolicy: KeyPolicy, facts: () => KeyPolicyFacts): void {
  const name = assemblyNameOf(scope);
  attachCustomSynthesis(scope, {
    onSynthesize: session => {
      const write = (kind: string, document: unknown) =>
        writeFileSync(
          join(session.outdir, `${name}.${kind}.json`),
          `${JSON.stringify(Stack.of(scope).resolve(document), undefined, 2)}\n`,
        );
      write('key-policy', keyPolicy.toJson());
      const guard = roleGuardFacts(scope, settings, keyPolicy.toJson() as PolicyDocument);
      write('role-guard', renderRoleGuard(guard));
      write('role-guard-boundary', renderBoundary(guard));
      const policies = otherAccountPolicies(settings, facts());
      if (Object.keys(policies).length > 0) write('other-accounts', policies);
    },
  });
}

function addOutput(scope: Construct, keyPolicy: KeyPolicy): void {
  new CfnOutput(scope, 'KeyPolicyDocument', {
    description: 'What the policy of the key must allow', // a description may not have a token in it
    value: Lazy.string({ produce: () => Stack.of(scope).toJsonString(keyPolicy.toJson()) }),
  });
}
