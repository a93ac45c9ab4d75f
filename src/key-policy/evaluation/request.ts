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
  readonly context: Context;
  /**
   * Whether the question leaves a condition key open: it may be absent, or have any value. The key is in lower case.
   *
   * @default a key that is not in the context is absent, as in IAM
   */
  readonly isOpen?: (key: string) => boolean;
}

/** Condition keys with their values. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

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
  if (!arn.includes(':root')) return false;
  const [, partition, service, region, , resource] = arn.split(':');
  return Boolean(partition) && service === 'iam' && region === '' && resource === 'root';
}

/** The role behind a role session, without its path, which no session shows; anything else as it is. */
export function roleOf(arn: string): string {
  if (!arn.includes(':assumed-role/')) return arn;
  const [, partition, service, , account, resource = ''] = arn.split(':');
  const [kind, name] = resource.split('/');
  return service === 'sts' && kind === 'assumed-role' ? `arn:${partition}:iam::${account}:role/${name}` : arn;
}
