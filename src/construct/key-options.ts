import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { KeyPolicyManagement } from './key-policy-management';

/**
 * Options of the key: which further roles may do what with it, and how its policy reaches it.
 */
export interface KeyOptions {
  /**
   * ARNs of the roles that create and change the table, of the account of the stack.
   *
   * DynamoDB creates its grant on the key in their name, so the key policy must allow that before the table is created.
   * The role guard lets only these roles change the IAM policies of the stack. If a stack of the same name stands in a
   * second Region, name the roles of both Regions in both stacks.
   *
   * @default - the CloudFormation execution role of the CDK bootstrap stack, as the stack's synthesizer names it
   */
  readonly tableCreatorRoleArns?: string[];

  /**
   * ARNs of the roles that import key material, of the account of the stack.
   *
   * They can import only material that never expires and is wrapped with RSAES_OAEP_SHA_256 and RSA_4096, the strongest
   * that KMS offers for a symmetric key. They can't make other material current: see `allowCustodiansToDestroy`.
   *
   * @default - the administrators
   */
  readonly custodianRoleArns?: string[];

  /**
   * ARNs of the roles that may end the key or its material, of the account of the stack.
   *
   * They disable the key, schedule its deletion, delete its material, import material that expires, rotate the key to
   * other material, and revoke grants, DynamoDB's own too. They can do so only in a session with a second factor (MFA).
   *
   * @default - nobody
   */
  readonly destroyerRoleArns?: string[];

  /**
   * ARNs of the roles that read the key's settings, policy and grants, of the account of the stack.
   *
   * Name the role of AWS Config here if Security Hub is to check whether the key is public.
   *
   * @default - nobody
   */
  readonly auditorRoleArns?: string[];

  /**
   * ARNs of the roles that send to the queue and do nothing else. `consumerRoleArns` says which roles can be named.
   *
   * @default - nobody, beside the consumers
   */
  readonly producerRoleArns?: string[];

  /**
   * ARNs of the roles that read the table and do nothing else. `consumerRoleArns` says which roles can be named.
   *
   * @default - nobody, beside the consumers
   */
  readonly readerRoleArns?: string[];

  /**
   * ARNs of the roles that move dead letters back into the queue.
   *
   * @default - nobody
   */
  readonly redriverRoleArns?: string[];

  /**
   * Statements of your own for the key policy, such as for a backup, an export, or a reader with conditions.
   *
   * They are linted and removed together with the others. Each statement needs a principal. If it allows the use of the
   * key, it also needs a service in `kms:ViaService`; any service will do. Its resource is always the key, and this
   * construct gives it its Sid.
   *
   * @default - none
   */
  readonly additionalKeyPolicyStatements?: PolicyStatement[];

  /**
   * How the key policy reaches the key.
   *
   * @default KeyPolicyManagement.merge()
   */
  readonly keyPolicyManagement?: KeyPolicyManagement;

  /**
   * Whether the root user of the account may read and put the key policy. No IAM policy can use this right.
   *
   * If all administrators are lost, the root user can then name new ones. Without it, that takes a support case with
   * AWS.
   *
   * @default true
   */
  readonly breakGlass?: boolean;

  /**
   * Whether the key policy and the trust policies of the functions' roles use further conditions.
   *
   * They are tighter and not proven: AWS documentation does not show that the calls carry what these conditions ask
   * for. Try them first in an account where a failed deployment does no harm.
   *
   * @default false
   */
  readonly strictConditions?: boolean;

  /**
   * Whether a role may also use the data if it administers the key, imports or ends its material, or creates the table.
   *
   * This gives up the separation that the key policy is there to enforce.
   *
   * @default false
   */
  readonly allowAdminsToUseKey?: boolean;

  /**
   * Whether custodians, too, may import material that expires and rotate the key to other material.
   *
   * A custodian can then destroy the key and all data: import new material that expires in minutes, and make it
   * current. They still need a session with a second factor (MFA).
   *
   * @default false - only the destroyers may
   */
  readonly allowCustodiansToDestroy?: boolean;

  /**
   * Whether destroyers may act in a session without a second factor (MFA).
   *
   * A session that was reached through another role or through single sign-on may not show that its user has one. The
   * linter of `policy lint` and `policy report` still says that the second factor is missing.
   *
   * @default false
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
   */
  readonly allowDestructionWithoutMfa?: boolean;
}
