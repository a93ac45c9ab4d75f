/** A policy document, as far as the sandbox looks into it. */
export interface Policy {
  readonly Version?: string;
  readonly Statement: unknown;
}

export interface Role {
  readonly arn: string;
  trust: Policy;
  /** The identity policies by name or ARN, inline and managed alike. */
  readonly policies: Map<string, Policy>;
}

const ADMINISTRATOR_ACCESS: Policy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The roles of the account, with what their policies say. */
export class Roles {
  private readonly byArn = new Map<string, Role>();

  public constructor(private readonly account: string) {}

  /** @param name may begin with a path, such as `service-role/` */
  public add(name: string, trust: Policy): Role {
    const role: Role = { arn: `arn:aws:iam::${this.account}:role/${name}`, trust, policies: new Map() };
    if (this.byArn.has(role.arn)) throw new Error(`Role with name ${name} already exists`);
    this.byArn.set(role.arn, role);
    return role;
  }

  /** A role that an administrator has, such as CDK's own execution role. */
  public addAdministrator(arn: string, trust: Policy = { Statement: [] }): void {
    this.byArn.set(arn, {
      arn,
      trust,
      policies: new Map([['AdministratorAccess', ADMINISTRATOR_ACCESS]]),
    });
  }

  public get(arn: string): Role | undefined {
    return this.byArn.get(arn);
  }

  /** Who may become a role, as a policy on it. */
  public trustOf(arn: string): string | undefined {
    const role = this.byArn.get(arn);
    if (role === undefined) return undefined;
    const statements = [role.trust.Statement ?? []].flat() as object[];
    return JSON.stringify({ ...role.trust, Statement: statements.map(statement => ({ ...statement, Resource: '*' })) });
  }

  public get all(): Role[] {
    return [...this.byArn.values()];
  }

  /** @throws if there is no role of that name */
  public named(name: string): Role {
    const role = [...this.byArn.values()].find(({ arn }) => arn.endsWith(`/${name}`));
    if (role === undefined) throw new Error(`The role with name ${name} cannot be found.`);
    return role;
  }

  public remove(arn: string): void {
    this.byArn.delete(arn);
  }

  /** The documents of a principal's identity policies; somebody the account does not know has none. */
  public policiesOf(arn: string): Policy[] {
    return [...(this.byArn.get(arn)?.policies.values() ?? [])];
  }
}
