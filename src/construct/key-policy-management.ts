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

/** @internal how the policy reaches the key, as the parts read it */
export interface RenderedManagement {
  readonly way: 'merge' | 'replace' | 'render';
  readonly requireImportedMaterial: boolean;
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
   * For a key that others use too. Other statements stay, even one that gives the whole account access.
   */
  public static merge(options: KeyPolicyManagementOptions = {}): KeyPolicyManagement {
    return new KeyPolicyManagement('merge', options);
  }

  /**
   * Makes this construct's statements the whole policy, and puts the earlier policy back when the stack is deleted.
   *
   * For a key of its own, locked down: no IAM policy gives access to it any more. The deployment fails while another
   * construct has statements on the key, or if nobody could put the next policy. A statement that somebody adds by
   * hand is removed by the next deployment.
   */
  public static replace(options: KeyPolicyManagementOptions = {}): KeyPolicyManagement {
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
    private readonly way: RenderedManagement['way'],
    /** @internal as given, for the checks */
    public readonly _options: KeyPolicyManagementOptions,
  ) {}

  /** @internal */
  public _render(): RenderedManagement {
    return { way: this.way, requireImportedMaterial: this._options.requireImportedMaterial ?? false };
  }
}
