export interface Grant {
  readonly id: string;
  readonly token: string;
  readonly keyArn: string;
  readonly granteePrincipal: string;
  readonly retiringPrincipal?: string;
  readonly issuingAccount: string;
  readonly operations: readonly string[];
  readonly constraints?: {
    readonly EncryptionContextSubset?: Record<string, string>;
    readonly EncryptionContextEquals?: Record<string, string>;
  };
  readonly name?: string;
  readonly created: Date;
}

/** The grants on every key. */
export class GrantStore {
  private readonly grants = new Map<string, Grant>();

  public add(grant: Grant): void {
    this.grants.set(grant.id, grant);
  }

  public remove(id: string): void {
    this.grants.delete(id);
  }

  public of(keyArn: string): Grant[] {
    return [...this.grants.values()].filter(grant => grant.keyArn === keyArn);
  }

  public find(matches: (grant: Grant) => boolean): Grant | undefined {
    return [...this.grants.values()].find(matches);
  }

  /** Whether a grant on the key lets this principal do the operation under this encryption context. */
  public allows(
    keyArn: string,
    principal: string,
    operation: string,
    context: Readonly<Record<string, string>>,
  ): boolean {
    return this.of(keyArn).some(
      grant =>
        grant.granteePrincipal === principal &&
        grant.operations.includes(operation) &&
        fits(grant.constraints ?? {}, context),
    );
  }
}

function fits(
  { EncryptionContextSubset: subset, EncryptionContextEquals: equals }: NonNullable<Grant['constraints']>,
  context: Readonly<Record<string, string>>,
) {
  const holds = (part: Record<string, string>) =>
    Object.entries(part).every(([name, value]) => context[name] === value);
  return (
    (!subset || holds(subset)) &&
    (!equals || (holds(equals) && Object.keys(equals).length === Object.keys(context).length))
  );
}
