import type { Grantee } from './grantee';
import type { DataUse } from '../../key-policy/identity/grantee-identity';
import type { RolesByCondition, ServiceProducer } from '../../key-policy/render/facts';

/** Who was let in by a method of the construct, beside those the props name. */
export class Granted {
  private readonly producers = new Map<string, ServiceProducer>();
  private readonly grantees: Record<DataUse, { readonly named: Grantee[]; readonly byCondition: Grantee[] }> = {
    send: { named: [], byCondition: [] },
    read: { named: [], byCondition: [] },
    redrive: { named: [], byCondition: [] },
  };

  /**
   * @param byCondition whether a condition names the role, and not the principal, which would have to exist: then an
   * IAM policy has to allow it the same
   */
  public add(verb: DataUse, grantee: Grantee, byCondition: boolean): void {
    this.grantees[verb][byCondition ? 'byCondition' : 'named'].push(grantee);
  }

  /** The roles that are principals of the policies. */
  public named(verb: DataUse): string[] {
    return [...new Set(this.grantees[verb].named.map(({ reference }) => reference))];
  }

  /** The roles that a condition names. */
  public byCondition(verb: DataUse): RolesByCondition {
    const { byCondition } = this.grantees[verb];
    return { accounts: [...new Set(byCondition.map(({ account }) => account))], roleArns: arnsOf(byCondition) };
  }

  /** Everybody who was let in. */
  public get all(): Grantee[] {
    return Object.values(this.grantees).flatMap(({ byCondition, named }) => [...named, ...byCondition]);
  }

  /** @returns whether it is new */
  public addService(producer: ServiceProducer): boolean {
    const id = `${producer.service} ${producer.sourceArn ?? ''}`;
    const isNew = !this.producers.has(id);
    this.producers.set(id, producer);
    return isNew;
  }

  public get services(): ServiceProducer[] {
    return [...this.producers.values()];
  }
}

function arnsOf(grantees: readonly Grantee[]): string[] {
  return [...new Set(grantees.map(grantee => grantee.arn()))];
}
