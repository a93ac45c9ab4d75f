import { converge } from './converge';
import { type Deadline } from './deadline';
import { isKeyGone, isRefusal } from './kms-failures';
import { type ManagedKey } from './managed-key';
import { type PolicyPlace } from './properties';
import { type Report } from './report';
import { parseArn } from '../arn';
import { isOurs, isPolicyManager } from '../key-policy/ownership';
import { planRemoval } from '../key-policy/plan';
import { type PolicyDocument } from '../key-policy/statement';

/**
 * Takes a construct's statements out of the policy of its key, and stays until they are gone. A key that is gone has no
 * policy. Whatever KMS refuses is tried again while there is time.
 *
 * @throws why the statements are still there
 */
export async function removePolicy(
  key: ManagedKey,
  { keyArn, sidPrefix }: PolicyPlace,
  deadline: Deadline,
  report: Report,
): Promise<void> {
  const account = parseArn(keyArn)?.account ?? '';
  let last: PolicyDocument | undefined;
  const plan = (current: PolicyDocument) => (last = planRemoval(current, { sidPrefix, account }));
  const isWorthTrying = (error: unknown) => !isKeyGone(error) && !isRefusal(error);
  try {
    const changed = await converge(key, { plan, check: () => {}, isWorthTrying }, deadline);
    const stay = [last?.Statement ?? []].flat().filter(statement => isOurs(statement, sidPrefix));
    const admitted = stay.some(isPolicyManager);
    report('policy removed', { changed, stay: stay.map(({ Sid }) => Sid), admitted });
  } catch (error) {
    if (!isKeyGone(error)) throw error;
    report('key gone', { error: (error as Error).name });
  }
}
