import { type AdministrationFacts, renderAdministration } from './render/administration';
import { type PolicyDocument, type Statement } from './statement';

/** Who decides over a key from the day it is created. */
export type ClosedKeyFacts = Pick<
  AdministrationFacts,
  'partition' | 'account' | 'adminRoleArns' | 'custodianRoleArns' | 'breakGlass'
>;

/**
 * The first policy of a key that leaves nothing to IAM: who decides over it, and nobody who uses it.
 *
 * Its statements belong to no construct: `merge` leaves them alone, and `replace` takes their place.
 *
 * @param admissions let key policy managers in
 */
export function renderClosedPolicy(facts: ClosedKeyFacts, admissions: readonly Statement[] = []): PolicyDocument {
  const administration = renderAdministration({
    ...facts,
    sidPrefix: PREFIX,
    destroyerRoleArns: [],
    auditorRoleArns: [],
    custodiansMayDestroy: false,
    destructionWithoutMfa: false,
    strictConditions: false,
  });
  const unowned = administration.map(statement => ({ ...statement, Sid: statement.Sid!.slice(PREFIX.length + 1) }));
  return { Version: '2012-10-17', Statement: [...unowned, ...admissions] };
}

/** Cut off again: a Sid with a prefix belongs to the construct of that prefix. */
const PREFIX = 'Key';
