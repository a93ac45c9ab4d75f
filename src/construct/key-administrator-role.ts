import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { USE_ACTIONS } from '../key-policy/key-actions';
import { got } from './checks/got';
import * as limits from './checks/limits';
import { requireProps } from './checks/prop-checks';
import { checkDuration, checkName, isText, type Problems } from './checks/value-checks';
import { partitionOf } from './names/partition';
import { acknowledge, administratorPolicyRules } from './resources/acknowledgments';

/**
 * Properties of a `KeyAdministratorRole`.
 */
export interface KeyAdministratorRoleProps {
  /**
   * The account where people sign in, 12 digits.
   *
   * That account decides which of them may assume the role: see `KeyAdministratorGroup`.
   */
  readonly authenticationAccount: string;

  /**
   * Name of the role, 1 to 64 letters, digits and characters of `+=,.@_-`.
   *
   * The role always has a name, since the key policy and the group in the other account refer to it by name.
   *
   * @default KeyAdministrator
   */
  readonly roleName?: string;

  /**
   * The longest a session may last, 1 to 12 hours. AWS ends a session that was reached by role chaining after one hour.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;
}

/**
 * A role for the administrators of a key, in the account of the key. People assume it from another account, with a
 * second factor.
 *
 * The role itself may list keys and manage aliases. The policy of a key says what it may do with that key, once
 * `adminRoleArns` names the role. It can neither use a key nor let others use one, whatever else is attached to it.
 */
export class KeyAdministratorRole extends Construct implements iam.IGrantable {
  /** The role. */
  public readonly role: iam.Role;

  /** The ARN of the role, for `adminRoleArns`. It is known before the role exists. */
  public readonly roleArn: string;

  /** The principal that a grant of another construct names: the role. */
  public readonly grantPrincipal: iam.IPrincipal;

  /**
   * @throws InvalidProps with every problem at once, if a prop is out of range
   */
  public constructor(scope: Construct, id: string, props: KeyAdministratorRoleProps) {
    super(scope, id);
    requireProps(this, props, {
      authenticationAccount: checkAccount,
      roleName: (prop, value) => checkName(prop, value, limits.NAMES.role),
      maxSessionDuration: (prop, value) => checkDuration(prop, value, limits.SESSION_SECONDS),
    });

    const roleName = props.roleName ?? 'KeyAdministrator';
    const stack = Stack.of(this);
    const partition = partitionOf(this);
    this.roleArn = stack.formatArn({ partition, service: 'iam', region: '', resource: 'role', resourceName: roleName });
    this.role = new iam.Role(this, 'Role', {
      roleName,
      description: 'Administers KMS keys and uses none',
      assumedBy: new iam.AccountPrincipal(props.authenticationAccount).withConditions({
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      }),
      maxSessionDuration: props.maxSessionDuration ?? Duration.hours(1),
    });
    this.grantPrincipal = this.role;
    const aliases = stack.formatArn({ partition, service: 'kms', region: '*', resource: 'alias', resourceName: '*' });
    const policy = new iam.ManagedPolicy(this, 'Policy', {
      description: 'Finds KMS keys, uses none',
      roles: [this.role],
      statements: [
        new iam.PolicyStatement({ sid: 'FindKeys', actions: ['kms:ListAliases', 'kms:ListKeys'], resources: ['*'] }),
        new iam.PolicyStatement({
          sid: 'NameKeys',
          actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
          resources: [aliases],
        }),
        new iam.PolicyStatement({
          sid: 'NeverUseKeys',
          effect: iam.Effect.DENY,
          actions: ['kms:CreateGrant', ...USE_ACTIONS],
          resources: ['*'],
        }),
        new iam.PolicyStatement({
          sid: 'NeverPastTheLockoutCheck',
          effect: iam.Effect.DENY,
          actions: ['kms:PutKeyPolicy'],
          resources: ['*'],
          conditions: { Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } },
        }),
      ],
    });
    acknowledge(policy, administratorPolicyRules(aliases));
  }
}

function checkAccount(prop: string, value: unknown): Problems {
  return isText(value, text => /^\d{12}$/.test(text)) ? [] : [`'${prop}' must be 12 digits, got ${got(value)}`];
}
