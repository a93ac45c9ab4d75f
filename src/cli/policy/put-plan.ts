import { countFindings } from './findings';
import { type Finding, lint } from '../../key-policy/lint/lint';
import type { PolicyDocument } from '../../key-policy/statement';
import { policyDigest } from '../../policy-digest';

/** What is about to happen to the policy of a key. */
export interface PutPlan {
  readonly keyArn: string;
  /** As the command line names the key. */
  readonly keyId: string;
  readonly account: string;
  readonly caller: string;
  readonly endpoint: string | undefined;
  readonly current: PolicyDocument;
  readonly planned: PolicyDocument;
  readonly backup: string;
}

/** What somebody has to see before they say yes to another key policy. */
export function describePut({ keyArn, keyId, account, caller, endpoint, current, planned, backup }: PutPlan): string {
  const facts: [string, string | undefined][] = [
    ['key', keyId === keyArn ? keyArn : `${keyArn}, named ${keyId}`],
    ['account', account],
    ['caller', caller],
    ['endpoint', endpoint],
    ['now', policyDigest(current)],
    ['then', policyDigest(planned)],
    ['linter', describeFindings(lint(planned, { account }))],
    ['backup', backup],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : `  ${name.padEnd(10)} ${value}`));
  return ['the policy to be put:', ...lines].join('\n');
}

/** Such as `1 error, 2 warnings: unbound-grant, root-delegation`, of the whole policy as the key will have it. */
function describeFindings(findings: readonly Finding[]): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].join(', ');
  return `${countFindings(findings)}${rules && `: ${rules}`}`;
}
