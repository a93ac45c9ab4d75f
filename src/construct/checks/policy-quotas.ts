import type { Problems } from './value-checks';
import type { PolicyDocument, Statement } from '../../key-policy/statement';

/** What a service takes of a policy at most. */
interface Quotas {
  readonly bytes: number;
  readonly statements?: number;
  readonly principals?: number;
  readonly actionsOfStatement?: number;
  readonly conditionsOfStatement?: number;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-policies.html */
export const QUEUE_POLICY: Quotas = {
  bytes: 8192,
  statements: 20,
  principals: 50,
  actionsOfStatement: 7,
  conditionsOfStatement: 10,
};

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html */
export const TABLE_POLICY: Quotas = { bytes: 20 * 1024 };

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MANAGED_POLICY: Quotas = { bytes: 6144 };

/**
 * Counts a policy as it will be sent. What only the deployment knows, such as the ARN of a role of the app, is counted
 * as the text that stands for it.
 *
 * @param what such as `policy of OrdersStack/Orders/Queue`
 */
export function checkQuotas(what: string, document: PolicyDocument, quotas: Quotas): Problems {
  const statements = [document.Statement].flat();
  const most = (count: (statement: Statement) => number) => Math.max(0, ...statements.map(count));
  const check = (count: number, limit: number | undefined, unit: string) =>
    limit === undefined || count <= limit
      ? []
      : [
          `'${what}' must have at most ${limit} ${unit}, got ${count}: name fewer roles and services, or let several assume one role`,
        ];
  return [
    ...check(Buffer.byteLength(JSON.stringify(document)), quotas.bytes, 'bytes'),
    ...check(statements.length, quotas.statements, 'statements'),
    ...check(
      statements.map(principalsOf).reduce((sum, count) => sum + count, 0),
      quotas.principals,
      'principals',
    ),
    ...check(most(actionsOf), quotas.actionsOfStatement, 'actions in a statement'),
    ...check(most(conditionsOf), quotas.conditionsOfStatement, 'conditions in a statement'),
  ];
}

const actionsOf = ({ Action = [] }: Statement): number => [Action].flat().length;

const principalsOf = ({ Principal = {} }: Statement): number =>
  typeof Principal === 'string' ? 1 : Object.values(Principal).flat().length;

const conditionsOf = ({ Condition = {} }: Statement): number =>
  Object.values(Condition).reduce((sum, keys) => sum + Object.keys(keys).length, 0);
