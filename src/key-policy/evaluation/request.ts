/** One call in the terms of IAM: who does what to which resource, under which circumstances. */
export interface Request {
  /**
   * The caller: the ARN of a role, a user, a role session or the account's root user, or a service such as
   * `sns.amazonaws.com`.
   */
  readonly principal: string;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** The ARN the action is on. */
  readonly resource: string;
  /** The condition keys of the call, such as `kms:ViaService`; their names are not case-sensitive. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Whether a principal is a service calling as itself. */
export function isService(principal: string): boolean {
  return /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(principal);
}

/** The account of an ARN, or nothing where it has none. */
export function accountOf(arn: string): string | undefined {
  return arn.split(':')[4] || undefined;
}

/** Whether an ARN is that of an account's root user, which as a principal in a policy stands for the whole account. */
export function isRoot(arn: string): boolean {
  return /^arn:[^:]+:iam::[^:]*:root$/.test(arn);
}

/** The role behind a role session; anything else as it is. */
export function roleOf(arn: string): string {
  return arn.replace(/^arn:([^:]+):sts::([^:]+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');
}
