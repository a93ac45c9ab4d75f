/** One call to a service of the sandbox, in the terms of IAM. */
export interface Call {
  /** The caller: a role, user or root ARN, or a service such as `sns.amazonaws.com`. */
  readonly principal: string;
  /** Such as `kms:Decrypt`. */
  readonly action: string;
  /** The ARN the action is on. */
  readonly resource: string;
  /** The condition keys of the request, such as `kms:ViaService`. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Yes, or no with the reason to show. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** Decides a call before it is served. */
export type Authorize = (call: Call) => Verdict | Promise<Verdict>;

/** Lets everything through: for what is not about permissions. */
export const allowEverything: Authorize = () => ({ allowed: true });
