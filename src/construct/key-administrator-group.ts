import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { checkRoleArns } from './checks/arn-checks';
import * as limits from './checks/limits';
import { requireProps } from './checks/prop-checks';
import { checkName } from './checks/value-checks';
import { acknowledge, GROUP_RULES } from './resources/acknowledgments';

/**
 * Properties of a `KeyAdministratorGroup`.
 */
export interface KeyAdministratorGroupProps {
  /**
   * ARNs of the roles that members may assume, at least one: those of `KeyAdministratorRole` in the accounts of the
   * keys.
   */
  readonly roleArns: string[];

  /**
   * Name of the group, 1 to 128 letters, digits and characters of `+=,.@_-`.
   *
   * @default KeyAdministrators
   */
  readonly groupName?: string;
}

/**
 * A group in the account where people sign in. Its members may administer keys of other accounts.
 *
 * Members may assume the roles, with a second factor, and may do nothing else through the group.
 */
export class KeyAdministratorGroup extends Construct {
  /** The group that people are added to. */
  public readonly group: iam.Group;

  /**
   * @throws InvalidProps with every problem at once, if a role is missing or malformed, or the name is out of range
   */
  public constructor(scope: Construct, id: string, props: KeyAdministratorGroupProps) {
    super(scope, id);
    requireProps(this, props, {
      roleArns: (prop, value) => checkRoleArns(prop, value, 'required'),
      groupName: (prop, value) => checkName(prop, value, limits.NAMES.group),
    });

    this.group = new iam.Group(this, 'Group', { groupName: props.groupName ?? 'KeyAdministrators' });
    acknowledge(this.group, GROUP_RULES);
    new iam.ManagedPolicy(this, 'Policy', {
      description: 'Assumes the roles that administer KMS keys',
      groups: [this.group],
      statements: [
        new iam.PolicyStatement({
          sid: 'AssumeWithSecondFactor',
          actions: ['sts:AssumeRole'],
          resources: props.roleArns,
          conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        }),
      ],
    });
  }
}
