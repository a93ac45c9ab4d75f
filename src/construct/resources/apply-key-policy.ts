import { Lazy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct, IDependable } from 'constructs';
import { acceptedRules, managementOf, sidPrefixOf, tableCreatorsOf } from './key-policy-facts';
import { addKeyPolicyFiles } from './key-policy-files';
import type { PhysicalNames } from './physical-names';
import { renderRoleGuard } from '../../key-policy/identity/role-guard';
import type { KeyPolicy } from '../../key-policy/key-policy';
import { lint } from '../../key-policy/lint/lint';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';

/**
 * Has the policy put on the key, in the way the user chose, once nothing is wrong with it; and written beside the
 * template, for those who review it.
 *
 * @returns what has to be done before anything uses the key
 */
export function applyKeyPolicy(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  names: PhysicalNames,
  keyPolicy: KeyPolicy,
): IDependable[] {
  const { functionArn, writerRoleArn } = names;
  addKeyPolicyFiles(
    scope,
    keyPolicy,
    renderRoleGuard({ writerRoleArn, functionArn, deployerRoleArns: tableCreatorsOf(scope, props) }),
  );
  const accept = acceptedRules(props);
  scope.node.addValidation({
    validate: () =>
      lint(keyPolicy.toDocument(), { account: names.account, accept }).map(
        ({ message, fix, rule }) => `${message}; ${fix} (${rule})`,
      ),
  });
  return managementOf(props)._bind(scope, {
    keyArn: props.keyArn,
    names,
    sidPrefix: sidPrefixOf(scope),
    statements: Lazy.any({ produce: () => keyPolicy.toDocument().Statement }),
    accept,
    logRetention: props.logRetention ?? RetentionDays.ONE_YEAR,
    strictConditions: props.strictConditions ?? false,
  });
}
