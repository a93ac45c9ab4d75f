import { ACCOUNT, KEY_ARN } from './key-policy-facts';
import { administrators } from '../../src/key-policy/evaluation/administrators';
import { evaluate } from '../../src/key-policy/evaluation/evaluate';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { type ManagedKey } from '../../src/key-policy-manager/managed-key';

/** What happens on the way of a request, there and back: it takes time, breaks, or never ends. */
export type Way = (action: 'get' | 'put') => Promise<void>;

/**
 * The policy of a key, kept the way KMS keeps it: unknown principals refused, the lockout check made, lists in an order
 * of its own. Every policy put is checked for somebody who can put the next one.
 */
export class KeyDouble {
  public readonly puts: PolicyDocument[] = [];
  public readonly unknown = new Set<string>();
  /** Every policy there was, with the time from which on. */
  private readonly history: Array<{ readonly from: number; readonly policy: PolicyDocument }> = [];

  /** @param now what the time is, for a key that is read with delay */
  public constructor(
    policy: PolicyDocument,
    private readonly now: () => number = () => 0,
  ) {
    this.policy = policy;
  }

  public get policy(): PolicyDocument {
    return this.history.at(-1)!.policy;
  }

  public set policy(policy: PolicyDocument) {
    this.history.push({ from: this.now(), policy });
  }

  /**
   * The key as one caller sees it.
   *
   * @param staleness how many milliseconds old the policy is that a read gives back
   */
  public seenBy(caller: string, way: Way = async () => {}, staleness: () => number = () => 0): ManagedKey {
    return {
      get: async () => {
        await way('get');
        const read = this.now() - staleness();
        const { policy } = [...this.history].reverse().find(({ from }) => from <= read) ?? this.history[0]!;
        await way('get');
        return policy;
      },
      put: async document => {
        await way('put');
        this.put(caller, document);
        await way('put');
      },
      origin: async () => 'EXTERNAL',
      grants: async () => [],
      aliases: async () => [],
      lastUse: async () => undefined,
    };
  }

  /** What somebody does in the console: past no check. */
  public edit(change: (statements: readonly Statement[]) => readonly Statement[]): void {
    this.policy = { ...this.policy, Statement: change(this.policy.Statement) };
  }

  private put(caller: string, document: PolicyDocument): void {
    const principals = document.Statement.flatMap(({ Principal }) =>
      typeof Principal === 'object' ? Object.values(Principal).flat() : [],
    );
    const unknown = principals.filter(principal => this.unknown.has(principal));
    if (unknown.length > 0) throw refused('Policy contains a statement with one or more invalid principals.');
    const again = evaluate(
      { identity: [EVERYTHING], resource: document },
      { principal: caller, action: 'kms:PutKeyPolicy', resource: KEY_ARN, context: {} },
    );
    if (again.verdict !== 'allowed') {
      throw refused('The new key policy will not allow you to update the key policy in the future.');
    }
    if (administrators(document, ACCOUNT).length === 0) {
      throw new Error(`nobody is in charge any more: ${JSON.stringify(document)}`);
    }
    this.policy = { ...document, Statement: document.Statement.map(reordered) };
    this.puts.push(this.policy);
  }
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

function refused(message: string): Error {
  return Object.assign(new Error(message), { name: 'MalformedPolicyDocumentException' });
}

function reordered(statement: Statement): Statement {
  const { Principal } = statement;
  if (typeof Principal !== 'object' || !Array.isArray(Principal.AWS)) return statement;
  return { ...statement, Principal: { ...Principal, AWS: [...Principal.AWS].sort().reverse() } };
}
