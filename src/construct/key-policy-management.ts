/**
 * Options of a key policy that the deployment puts on the key.
 */
export interface KeyPolicyManagementOptions {
  /**
   * Whether to refuse a key whose material AWS generated.
   *
   * The deployment then fails unless the key's origin is EXTERNAL.
   *
   * @default false
   */
  readonly requireImportedMaterial?: boolean;
}

/**
 * Options of a key policy that joins the statements of others.
 */
export interface KeyPolicyMergeOptions extends KeyPolicyManagementOptions {
  /**
   * Sids of statements that leave the key to IAM, such as `Enable IAM User Permissions`. The deployment removes them.
   *
   * This cuts off everybody who uses the key through IAM alone. Before you set it, deploy once without it: the error
   * names the key's aliases, its grants and its last use. The statements are not put back, not even when the stack is
   * deleted. The log of the key policy manager has the earlier policy.
   *
   * @default none: the deployment fails on a key with such a statement
   */
  readonly removedDelegations?: string[];

  /**
   * Sids of statements that leave the key to IAM, such as `Enable IAM User Permissions`. They stay on the key.
   *
   * Whoever may attach an IAM policy in the account can then let anybody use the key, administrators included.
   *
   * @default none: the deployment fails on a key with such a statement
   */
  readonly acceptedDelegations?: string[];
}

/**
 * Options of a key policy that replaces the one on the key.
 */
export interface KeyPolicyReplaceOptions extends KeyPolicyManagementOptions {
  /**
   * Ids of grants on the key whose holder is not DynamoDB. They stay.
   *
   * A grant lets its holder use the key whatever the policy says.
   *
   * @default none: the deployment fails on a key with such a grant
   * @see https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
   */
  readonly acceptedGrants?: string[];
}

/** @internal how the policy reaches the key, as the parts read it */
export interface RenderedManagement {
  readonly way: 'merge' | 'replace' | 'render';
  readonly requireImportedMaterial: boolean;
  readonly removedDelegations: readonly string[];
  readonly acceptedDelegations: readonly string[];
  readonly acceptedGrants: readonly string[];
}

/**
 * How the key policy reaches the key, which CDK can't change by itself.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export class KeyPolicyManagement {
  /**
   * Adds this construct's statements to the key's policy, and removes exactly those when the stack is deleted.
   *
   * For a key that others use too. Other statements stay. The deployment fails on a key whose policy leaves it to IAM,
   * as AWS's default policy does, until the options say what to do about that.
   */
  public static merge(options: KeyPolicyMergeOptions = {}): KeyPolicyManagement {
    return new KeyPolicyManagement('merge', options);
  }

  /**
   * Makes this construct's statements the whole policy.
   *
   * For a key that nothing else uses: no IAM policy gives access to it any more. The deployment fails while another
   * construct has statements on the key, while somebody holds a grant on it, or if nobody could put the next policy. A
   * statement that somebody adds by hand is removed by the next deployment.
   *
   * When the stack is deleted, those who decide over the key stay in the policy, and nobody can use the key. The policy
   * from before is not put back: it is in the log of the key policy manager.
   */
  public static replace(options: KeyPolicyReplaceOptions = {}): KeyPolicyManagement {
    return new KeyPolicyManagement('replace', options);
  }

  /**
   * Puts nothing. The policy is an output of the stack and a file in the cloud assembly, for those who own the key.
   *
   * They must put it on the key before the first deployment, or the table can't be created.
   */
  public static render(): KeyPolicyManagement {
    return new KeyPolicyManagement('render', {});
  }

  private constructor(
    /** @internal for the checks */
    public readonly _way: RenderedManagement['way'],
    /** @internal as given, for the checks */
    public readonly _options: KeyPolicyMergeOptions & KeyPolicyReplaceOptions,
  ) {}

  /** @internal */
  public _render(): RenderedManagement {
    return {
      way: this._way,
      requireImportedMaterial: this._options.requireImportedMaterial ?? false,
      removedDelegations: this._options.removedDelegations ?? [],
      acceptedDelegations: this._options.acceptedDelegations ?? [],
      acceptedGrants: this._options.acceptedGrants ?? [],
    };
  }
}
