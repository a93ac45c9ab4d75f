import type { KeyPolicyManagement } from './key-policy-management';

/**
 * Options of the key: which further roles may do what with it, and how its policy reaches it.
 */
export interface KeyOptions {
  /**
   * ARNs of the roles that create and change the table, of the account of the stack.
   *
   * DynamoDB creates its grant on the key in their name, so the key policy must allow that before the table is created.
   *
   * @default - the CloudFormation execution role of the CDK bootstrap stack, as the stack's synthesizer names it
   */
  readonly tableCreatorRoleArns?: string[];

  /**
   * ARNs of the roles that import and rotate key material, of the account of the stack.
   *
   * They can import only material that is wrapped with RSAES_OAEP_SHA_256 and RSA_4096, the strongest that KMS offers
   * for a symmetric key.
   *
   * @default - the administrators
   */
  readonly custodianRoleArns?: string[];

  /**
   * ARNs of the roles that disable the key, delete its material or schedule its deletion, of the account of the stack.
   *
   * They can do so only in a session with a second factor (MFA).
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
   * ARNs of the roles that send to the queue and do nothing else.
   *
   * @default - nobody, beside the consumers
   */
  readonly producerRoleArns?: string[];

  /**
   * ARNs of the roles that read the table and do nothing else.
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
   * Whether to use further conditions, which AWS documentation does not show on the call: in the key policy and in the
   * trust policies of the functions' roles.
   *
   * They are tighter and not proven. Try them first in an account where a failed deployment does no harm.
   *
   * @default false
   */
  readonly strictConditions?: boolean;

  /**
   * Whether an administrator may also use the data.
   *
   * This gives up the separation that the key policy is there to enforce.
   *
   * @default false
   */
  readonly allowAdminsToUseKey?: boolean;
}
