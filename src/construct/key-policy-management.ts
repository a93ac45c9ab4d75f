import type { Construct, IDependable } from 'constructs';
import { addKeyPolicyManager, type KeyPolicyTarget } from './resources/key-policy-manager';

/**
 * Options of a key policy that the deployment puts.
 */
export interface KeyPolicyManagementOptions {
  /**
   * Refusal of a key whose material AWS generated.
   *
   * The deployment fails unless the key's origin is EXTERNAL.
   *
   * @default false
   */
  readonly requireImportedMaterial?: boolean;
}

/**
 * Way in which the key policy reaches the key, which CDK can't change by itself.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
 */
export abstract class KeyPolicyManagement {
  /**
   * The deployment adds its statements to those on the key, and takes exactly them out again in the end.
   *
   * For a key that others use too. Statements of others stay as they are, an account that may do everything included.
   */
  public static merge(options: KeyPolicyManagementOptions = {}): KeyPolicyManagement {
    return new AppliedKeyPolicy('merge', options);
  }

  /**
   * The policy becomes this construct's alone; the earlier one is kept and put back in the end.
   *
   * For a key of its own, locked down: no IAM policy opens it any more. Refused while another construct has statements
   * on the key, or if nobody could put the next policy. What somebody adds by hand is gone with the next deployment.
   */
  public static replace(options: KeyPolicyManagementOptions = {}): KeyPolicyManagement {
    return new AppliedKeyPolicy('replace', options);
  }

  /**
   * Nothing is put: the policy is an output and a file in the cloud assembly, for those who own the key.
   *
   * They need it on the key before the first deployment, or the table can't be created.
   */
  public static render(): KeyPolicyManagement {
    return new RenderedOnly();
  }

  /** @internal whether a custom resource puts the policy, and so has to be let in by it */
  public abstract readonly _applies: boolean;

  /** @internal what whoever needs the key must wait for, if the deployment puts the policy */
  public abstract _bind(scope: Construct, target: KeyPolicyTarget): IDependable[];
}

class AppliedKeyPolicy extends KeyPolicyManagement {
  public readonly _applies = true;

  public constructor(
    private readonly way: 'merge' | 'replace',
    private readonly options: KeyPolicyManagementOptions,
  ) {
    super();
  }

  public _bind(scope: Construct, target: KeyPolicyTarget): IDependable[] {
    return [addKeyPolicyManager(scope, target, this.way, this.options.requireImportedMaterial ?? false)];
  }
}

class RenderedOnly extends KeyPolicyManagement {
  public readonly _applies = false;

  public _bind(): IDependable[] {
    return [];
  }
}
