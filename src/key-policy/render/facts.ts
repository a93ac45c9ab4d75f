import { type Statement } from '../statement';

/** A service that sends to the queue itself: an SNS topic, an S3 bucket, an EventBridge rule. */
export interface ServiceProducer {
  /** Such as `sns.amazonaws.com`. */
  readonly service: string;
  /**
   * The topic or bucket that sends; none where the service does not tell KMS, and the queue's policy alone names it.
   */
  readonly sourceArn?: string;
  /** The account that owns it. */
  readonly sourceAccount?: string;
}

/** Roles that a condition names, since they may not exist yet. An IAM policy of each has to allow the call too. */
export interface RolesByCondition {
  readonly accounts: readonly string[];
  readonly roleArns: readonly string[];
}

/**
 * Everything a key policy of this package depends on. All of it is known at synth, so the policy is a pure function of
 * it and can be reviewed, and applied, before anything is deployed.
 *
 * Any string may be a CDK token: nothing that reads these facts may parse one.
 */
export interface KeyPolicyFacts {
  /**
   * What our Sids start with, up to their first space: unique per construct, so that several can share a key. Holds no
   * space.
   */
  readonly sidPrefix: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;

  readonly queueArn: string;
  readonly deadLetterQueueArn: string;
  readonly tableName: string;

  /** The role the writer function runs as. It need not exist yet. */
  readonly writerRoleArn: string;
  /** The role of the custom resource that puts this policy, where there is one. */
  readonly policyManagerRoleArn?: string;

  /** Manage the key, cannot use it. */
  readonly adminRoleArns: readonly string[];
  /** Import key material that does not expire. */
  readonly custodianRoleArns: readonly string[];
  /**
   * Disable the key, schedule its deletion, delete its material, let it expire, rotate to other material,
   * revoke grants.
   */
  readonly destroyerRoleArns: readonly string[];
  /** Read the key's settings, policy and grants. */
  readonly auditorRoleArns: readonly string[];
  /** Create and update the table: the CloudFormation execution role, as a rule. */
  readonly tableCreatorRoleArns: readonly string[];
  /** Restore the table into another one. */
  readonly restoreRoleArns: readonly string[];
  /** Back up the table: the role of AWS Backup, as a rule. */
  readonly backupRoleArns: readonly string[];
  /** Send to the queue and read the table. */
  readonly consumerRoleArns: readonly string[];
  /** Send to the queue. */
  readonly producerRoleArns: readonly string[];
  /** Read the table. */
  readonly readerRoleArns: readonly string[];
  /** Move dead letters back to the queue. */
  readonly redriverRoleArns: readonly string[];
  readonly serviceProducers: readonly ServiceProducer[];
  /** Those who were granted to send, to read or to redrive by a method of the construct. */
  readonly grantedSenders: RolesByCondition;
  readonly grantedReaders: RolesByCondition;
  readonly grantedRedrivers: RolesByCondition;
  /** Statements of the user's own, without our Sid. */
  readonly additionalStatements: readonly Statement[];

  /** Whether the account's root user, and no IAM policy, may read and put the policy. */
  readonly breakGlass: boolean;
  /** Whether custodians, too, may import material that expires and rotate to other material. */
  readonly custodiansMayDestroy: boolean;
  /** Whether what can destroy the key is allowed in a session without a second factor. */
  readonly destructionWithoutMfa: boolean;
  /** Whether to add the conditions that AWS documentation does not show on the call. */
  readonly strictConditions: boolean;
}
