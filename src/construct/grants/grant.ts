import { Lazy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Granted } from './granted';
import { type Grantee, requireGrantee } from './grantee';
import { DEAD_LETTER_ACTIONS, QUEUE_SEND_ACTIONS, TABLE_READ_ACTIONS } from '../../key-policy/data-actions';
import { renderGranteeStatements, type DataUse } from '../../key-policy/identity/grantee-identity';
import { PropsError } from '../checks/props-error';
import type { Settings } from '../settings';

/** What has a policy of its own that a role of another account, or one that no policy can be attached to, needs. */
export interface Doors {
  readonly queue: sqs.Queue;
  readonly deadLetterQueue: sqs.Queue;
  readonly table: dynamodb.TableV2;
}

/**
 * Lets a role do something with the data, in every policy that has a say: its own, that of the key, and those of queue
 * and table where its own can't be changed or does not suffice.
 */
export function grant(
  scope: Construct,
  settings: Settings,
  granted: Granted,
  doors: Doors,
  verb: DataUse,
  grantable: iam.IGrantable,
): iam.Grant {
  const grantee = requireGrantee(scope, grantable);
  const isForeign = grantee.account !== settings.names.account;
  const problems = problemsOf(settings, verb, grantee, isForeign);
  if (problems.length > 0) throw new PropsError(scope, problems);

  const { all, isAttached } = addToIdentity(scope, verb, settings, grantee.principal);
  granted.add(verb, grantee, isAttached || isForeign);
  if (isForeign || !isAttached) addToDoors(doors, verb, grantee, isForeign, settings);
  return all;
}

function problemsOf(settings: Settings, verb: DataUse, grantee: Grantee, isForeign: boolean): string[] {
  const arn = grantee.arn();
  return [
    ...(settings.adminRoleArns.includes(arn) && !settings.acceptedRules.includes('admin-can-use')
      ? [
          `'grantee' must be no administrator of the key, got "${arn}"; use another role, or say so with 'allowAdminsToUseKey'`,
        ]
      : []),
    ...(verb === 'redrive' && isForeign
      ? [
          `'grantee' must be a role of account ${settings.names.account}: SQS takes no redrive from another account, got "${arn}"`,
        ]
      : []),
  ];
}

/** Adds to the role's own policy, and tells whether it has one that can be added to. */
function addToIdentity(scope: Construct, verb: DataUse, { keyArn, names }: Settings, principal: iam.IPrincipal) {
  let isAttached = false;
  const addToPrincipalPolicy = (statement: iam.PolicyStatement) => {
    const result = principal.addToPrincipalPolicy(statement);
    isAttached ||= isAddedBy(principal, result);
    return { policyDependable: scope, ...result, statementAdded: true }; // if not here, to the policies of queue, table and key
  };
  const grantee = {
    grantPrincipal: Object.create(principal, { addToPrincipalPolicy: { value: addToPrincipalPolicy } }),
  };
  const grants = renderGranteeStatements(verb, { ...names.arns, keyArn }).map(({ Action, Resource, Condition }) =>
    iam.Grant.addToPrincipal({
      grantee,
      actions: [Action ?? []].flat(),
      resourceArns: [Resource ?? []].flat(),
      conditions: Condition as Record<string, Record<string, unknown>>,
    }),
  );
  return { all: grants.reduce((all, next) => all.combine(next)), isAttached };
}

/** An immutable role says that it added a statement, and did not. */
function isAddedBy(principal: iam.IPrincipal, result: iam.AddToPrincipalPolicyResult): boolean {
  if (iam.Role.isRole(principal)) return principal.node.defaultChild !== undefined;
  return principal instanceof iam.LazyRole || Construct.isConstruct(result.policyDependable);
}

function addToDoors(doors: Doors, verb: DataUse, grantee: Grantee, isForeign: boolean, { names }: Settings): void {
  const arn = Lazy.string({ produce: () => grantee.arn() });
  const allow = (actions: string[], resource: string) =>
    new iam.PolicyStatement({
      actions,
      resources: [resource],
      // a role of another account needs its own policy anyway, and may not exist yet
      principals: [
        new iam.ArnPrincipal(isForeign ? `arn:${names.partition}:iam::${grantee.account}:root` : grantee.reference),
      ],
      conditions: isForeign ? { ArnEquals: { 'aws:PrincipalArn': arn } } : undefined,
    });
  const { deadLetterQueue, queue, table } = doors;
  if (verb === 'read') table.addToResourcePolicy(allow(TABLE_READ_ACTIONS, names.tableArn));
  else queue.addToResourcePolicy(allow(QUEUE_SEND_ACTIONS, queue.queueArn));
  if (verb === 'redrive') deadLetterQueue.addToResourcePolicy(allow(DEAD_LETTER_ACTIONS, deadLetterQueue.queueArn));
}
