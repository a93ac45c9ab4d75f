import { Lazy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Granted } from './granted';
import { type Grantee, requireGrantee } from './grantee';
import { addToIdentity } from './identity';
import { DEAD_LETTER_ACTIONS, QUEUE_SEND_ACTIONS, TABLE_READ_ACTIONS } from '../../key-policy/data-actions';
import type { DataUse } from '../../key-policy/identity/grantee-identity';
import { PropsError } from '../checks/props-error';
import { addOwnStatement } from '../seal/own-statements';
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

  const { all, isAttached } = addToIdentity(
    scope,
    verb,
    { ...settings.names.arns, keyArn: settings.keyArn },
    grantee.principal,
  );
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
  if (verb === 'read') addOwnStatement(table, allow(TABLE_READ_ACTIONS, names.tableArn));
  else addOwnStatement(queue, allow(QUEUE_SEND_ACTIONS, queue.queueArn));
  if (verb === 'redrive') addOwnStatement(deadLetterQueue, allow(DEAD_LETTER_ACTIONS, deadLetterQueue.queueArn));
}
