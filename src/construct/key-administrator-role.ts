import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { USE_ACTIONS } from '../key-policy/key-actions';
import * as limits from './checks/limits';
import { PropsError } from './checks/props-error';
import { checkDuration, checkName, type Problems } from './checks/value-checks';
import { acknowledge, administratorPolicyRules } from './resources/acknowledgments';
import { partitionOf } from './resources/partition';

/**
 * Properties of a `KeyAdministratorRole`.
 */
export interface KeyAdministratorRoleProps {
  /**
   * Account in which people sign in, 12 digits.
   *
   * Who of them may assume the role is for that account to say: see `KeyAdministratorGroup`.
   */
  readonly authenticationAccount: string;

  /**
   * Name of the role, 1 to 64 letters, digits and characters of `+=,.@_-`.
   *
   * The key policy and the group of the other account name it, so it is fixed.
   *
   * @default KeyAdministrator
   */
  readonly roleName?: string;

  /**
   * Longest session, 1 to 12 hours. Where people come by role chaining, AWS ends it after one.
   *
   * @default Duration.hours(1)
   */
  readonly maxSessionDuration?: Duration;
}

/**
 * A role, in the account of the key, for those who administer it: assumed from another account, with a second factor.
 *
 * It may find keys and hold the alias end of a name: what it may do with a key is in that key's policy, once
 * `adminRoleArns` names it. Whatever else is attached to it, it neither uses a key nor lets others use one.
 */
export class KeyAdministratorRole extends Construct {
  /** The role. */
  public readonly role: iam.Role;

  /** Its ARN, for `adminRoleArns`: known before the role exists. */
  public readonly roleArn: string;

  /**
   * @throws InvalidProps with every problem at once, if a prop is out of range
   */
  public constructor(scope: Construct, id: string, props: KeyAdministratorRoleProps) {
    super(scope, id);
    const problems = validate(props);
    if (problems.length > 0) throw new PropsError(this, problems);

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

function validate({ authenticationAccount, maxSessionDuration, roleName }: KeyAdministratorRoleProps): Problems {
  const isAccount = Token.isUnresolved(authenticationAccount) || /^\d{12}$/.test(authenticationAccount);
  return [
    ...(isAccount ? [] : [`'authenticationAccount' must be 12 digits, got ${JSON.stringify(authenticationAccount)}`]),
    ...checkName('roleName', roleName, limits.NAMES.role),
    ...checkDuration('maxSessionDuration', maxSessionDuration, limits.SESSION_SECONDS),
  ];
}
