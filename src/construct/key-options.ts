import type { KeyPolicyManagement } from './key-policy-management';

/**
 * Options of the key: who may do what with it beside administrators and consumers, and how its policy is put.
 */
export interface KeyOptions {
  /**
   * ARNs of the roles that create and change the table, of the account of the stack.
   *
   * DynamoDB creates its grant on the key in their name, so the key policy must allow them before the first deployment.
   *
   * @default - the CloudFormation execution role of the CDK bootstrap stack, as the stack's synthesizer names it
   */
  readonly tableCreatorRoleArns?: string[];

  /**
   * ARNs of the roles that import and rotate key material, of the account of the stack.
   *
   * Only wrapped with RSAES_OAEP_SHA_256 under RSA_4096, the strongest that KMS offers for a symmetric key.
   *
   * @default - the administrators
   */
  readonly custodianRoleArns?: string[];

  /**
   * ARNs of the roles that disable the key, delete its material or schedule its deletion, of the account of the stack.
   *
   * Only in a session with a second factor.
   *
   * @default - nobody
   */
  readonly destroyerRoleArns?: string[];

  /**
   * ARNs of the roles that read the key's settings, policy and grants, of the account of the stack.
   *
   * Security Hub needs the role of AWS Config here to tell whether the key is public.
   *
   * @default - nobody
   */
  readonly auditorRoleArns?: string[];

  /**
   * ARNs of the roles that send to the queue and nothing else.
   *
   * @default - nobody but the consumers
   */
  readonly producerRoleArns?: string[];

  /**
   * ARNs of the roles that read the table and nothing else.
   *
   * @default - nobody but the consumers
   */
  readonly readerRoleArns?: string[];

  /**
   * ARNs of the roles that move dead letters back into the queue.
   *
   * @default - nobody
   */
  readonly redriveRoleArns?: string[];

  /**
   * Way in which the key policy reaches the key.
   *
   * @default KeyPolicyManagement.merge()
   */
  readonly keyPolicyManagement?: KeyPolicyManagement;

  /**
   * Right of the account's root user, and of no IAM policy, to read and put the key policy.
   *
   * With it a lost administrator costs a root log-in, without it a support case.
   *
   * @default true
   */
  readonly breakGlass?: boolean;

  /**
   * Conditions that AWS documentation does not show on the call, beside those it does: in the key policy and in the
   * trust policies of the functions' roles.
   *
   * Tighter, and not proven: try it in an account where a failed deployment hurts nobody.
   *
   * @default false
   */
  readonly strictConditions?: boolean;

  /**
   * Administrators among those who use the data: what the key policy is there to prevent.
   *
   * @default false
   */
  readonly allowAdminsToUseKey?: boolean;
}
