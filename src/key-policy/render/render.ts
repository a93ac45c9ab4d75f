import { renderAdministration } from './administration';
import { type KeyPolicyFacts } from './facts';
import { type PolicyDocument, type Statement } from '../statement';
import { renderUse } from './use';

/** What this package adds to a key's policy: first who looks after the key, then who uses it. */
export function renderKeyPolicyStatements(facts: KeyPolicyFacts): Statement[] {
  return [...renderAdministration(facts), ...renderUse(facts)];
}

/** A whole key policy of our statements alone. */
export function renderKeyPolicy(facts: KeyPolicyFacts): PolicyDocument {
  return { Version: '2012-10-17', Id: facts.sidPrefix, Statement: renderKeyPolicyStatements(facts) };
}
