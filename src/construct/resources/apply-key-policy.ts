import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attachCustomSynthesis, CfnOutput, Lazy, Names, Stack } from 'aws-cdk-lib';
import type { Construct, IDependable } from 'constructs';
import { addKeyPolicyManager } from './key-policy-manager';
import { roleGuardFacts } from './role-guard-facts';
import { renderBoundary, renderRoleGuard } from '../../key-policy/identity/role-guard';
import { lint } from '../../key-policy/lint/lint';
import type { PolicyDocument } from '../../key-policy/statement';
import type { KeyPolicy } from '../key-policy';
import type { Settings } from '../settings';

/**
 * Has the policy put on the key, in the way the user chose, once nothing is wrong with it; and written beside the
 * template, for those who review it.
 *
 * @returns what has to be done before anything uses the key
 */
export function applyKeyPolicy(scope: Construct, settings: Settings, keyPolicy: KeyPolicy): IDependable[] {
  addFiles(scope, settings, keyPolicy);
  scope.node.addValidation({ validate: () => lintMessages(settings, keyPolicy) });
  if (settings.keyPolicyManagement.way === 'render') {
    addOutput(scope, keyPolicy);
    return [];
  }
  return [addKeyPolicyManager(scope, settings, Lazy.any({ produce: () => keyPolicy.toJson().Statement }))];
}

function lintMessages({ acceptedRules, keyArn, names }: Settings, keyPolicy: KeyPolicy): string[] {
  return lint(keyPolicy.toJson(), { account: names.account, keyArn, accept: acceptedRules }).map(
    ({ message, fix, rule }) => `${message}; ${fix} (${rule})`,
  );
}

/** Writes the key policy beside the template, and with it the guard of the roles, in both of its forms. */
function addFiles(scope: Construct, settings: Settings, keyPolicy: KeyPolicy): void {
  const name = Names.uniqueResourceName(scope, { maxLength: 100, separator: '-' });
  attachCustomSynthesis(scope, {
    onSynthesize: session => {
      const write = (kind: string, document: unknown) =>
        writeFileSync(
          join(session.outdir, `${name}.${kind}.json`),
          `${JSON.stringify(Stack.of(scope).resolve(document), undefined, 2)}\n`,
        );
      write('key-policy', keyPolicy.toJson());
      const facts = roleGuardFacts(scope, settings, keyPolicy.toJson() as PolicyDocument);
      write('role-guard', renderRoleGuard(facts));
      write('role-guard-boundary', renderBoundary(facts));
    },
  });
}

function addOutput(scope: Construct, keyPolicy: KeyPolicy): void {
  new CfnOutput(scope, 'KeyPolicyDocument', {
    description: 'What the policy of the key must allow', // a description may not have a token in it
    value: Lazy.string({ produce: () => Stack.of(scope).toJsonString(keyPolicy.toJson()) }),
  });
}
