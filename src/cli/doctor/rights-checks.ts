import { GetResourcePolicyCommand } from '@aws-sdk/client-dynamodb';
import { broken, good, type LinkCheck, type LinkFinding, type Remedy } from './check';
import { isUnknown } from './differences';
import { putBackKeyPolicy, revertDrift, runbook } from './remedies';
import { type Right, rightsOf } from './rights';
import { isCircumstance } from '../../key-policy/evaluation/circumstances';
import { evaluate } from '../../key-policy/evaluation/evaluate';
import { canonical } from '../../key-policy/same';
import type { PolicyDocument, Statement } from '../../key-policy/statement';
import type { Account } from '../deployed/account';

/** The checks of who may do what with queue, table and key, by the policies that are on them now. */
export const RIGHTS_CHECKS: readonly LinkCheck[] = [
  {
    name: 'rights',
    looksAt:
      'By the policies of queue and table, the writer may receive and store, senders may send, readers may read.',
    why: 'Messages are not stored, or not sent, or items not read.',
    after: ['stack'],
    look: async account => lookAtRights(account, ({ on }) => on !== 'key'),
  },
  {
    name: 'key rights',
    looksAt: 'By the key policy, writer, senders and readers may use the key through SQS and DynamoDB.',
    why: 'SQS and DynamoDB refuse whoever may not use the key.',
    after: ['key policy'],
    look: async account => lookAtRights(account, ({ on }) => on === 'key'),
  },
  {
    name: 'policies',
    looksAt: 'The policies of queue, dead-letter queue and table are as deployed, with TLS alone.',
    why: 'Somebody is let in who should not be, or shut out.',
    after: ['rights'],
    look: async account => {
      const [live, rendered] = [await livePolicies(account), await renderedPolicies(account)];
      const off = (['queue', 'deadLetters', 'table'] as const).flatMap(of => {
        const changes = changesIn(rendered[of], live[of]);
        return changes === '' ? [] : [`the policy of ${NAMES[of]} ${changes}`];
      });
      return off.length === 0
        ? good('the policies of queues and table are as deployed')
        : broken(off.join('; '), await revertDrift(account));
    },
  },
];

async function lookAtRights(account: Account, isMeant: (right: Right) => boolean): Promise<LinkFinding> {
  const live = await livePolicies(account);
  const rights = (await rightsOf(account)).filter(isMeant);
  const denied = rights.flatMap(right => {
    const reason = denial(right, live);
    return reason === undefined ? [] : [{ ...right, reason }];
  });
  const [first] = denied;
  if (first === undefined) return good(`writer, senders and readers have their ${rights.length} rights`);
  const more = denied.length === 1 ? '' : `; ${denied.length - 1} more rights are missing`;
  const says = `${first.who} may not ${first.action} (${first.principal}): ${first.reason}${more}`;
  return broken(says, await remedyOf(first, account, live));
}

type Guarded = 'queue' | 'deadLetters' | 'table' | 'key';
type Policies = Readonly<Partial<Record<Guarded, PolicyDocument>>>;

const NAMES: Readonly<Record<Exclude<Guarded, 'key'>, string>> = {
  queue: 'the queue',
  deadLetters: 'the dead-letter queue',
  table: 'the table',
};

async function livePolicies(account: Account): Promise<Policies> {
  const parsed = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as PolicyDocument));
  const ResourceArn = (await account.table())?.TableArn;
  const table =
    ResourceArn && (await account.find('dynamodb:GetResourcePolicy', new GetResourcePolicyCommand({ ResourceArn })));
  return {
    queue: parsed((await account.queue()).Policy),
    deadLetters: parsed((await account.deadLetters()).Policy),
    table: parsed(table ? table.Policy : undefined),
    key: await account.keyPolicy(),
  };
}

async function renderedPolicies(account: Account): Promise<Policies> {
  const { Replicas: [replica] = [] } = await account.rendered('table');
  return {
    queue: (await account.rendered('queuePolicy')).PolicyDocument as PolicyDocument,
    deadLetters: (await account.rendered('deadLetterPolicy')).PolicyDocument as PolicyDocument,
    table: replica?.ResourcePolicy?.PolicyDocument as PolicyDocument,
  };
}

/** Why a call is denied; nothing if it is allowed, or depends on circumstances of the caller. */
function denial({ action, context, identity, on, principal, resource }: Right, live: Policies): string | undefined {
  const isOpen = (key: string): boolean => isCircumstance(key, principal);
  const policies = { identity, ...(live[on] && { resource: live[on] }) };
  const { reason, verdict } = evaluate(policies, { principal, action, resource, context, isOpen });
  return verdict === 'denied' ? reason : undefined;
}

async function remedyOf({ on }: Right, account: Account, live: Policies): Promise<Remedy> {
  if (on !== 'key') return revertDrift(account);
  const deployed = await account.deployedPolicy();
  const ours = new Set(deployed?.Statements.map(({ Sid }) => Sid));
  const isOthers = [live.key!.Statement].flat().some(({ Effect, Sid }) => Effect === 'Deny' && !ours.has(Sid));
  if (!isOthers && deployed !== undefined) return putBackKeyPolicy(account);
  return runbook(
    'policy-locked-out',
    'a statement that is not of the deployment denies it: take it out of the key policy',
  );
}

/** What differs, by the statements; what only CloudFormation can work out is not compared. */
function changesIn(rendered: PolicyDocument | undefined, live: PolicyDocument | undefined): string {
  if (rendered === undefined) return '';
  const [wanted, found] = [rendered, live].map(policy => [policy?.Statement ?? []].flat() as Statement[]) as [
    Statement[],
    Statement[],
  ];
  const known = wanted.filter(statement => !isUnknown(statement));
  const texts = new Set(found.map(canonical));
  const lacks = known.filter(statement => !texts.has(canonical(statement)));
  const kept = new Set(wanted.map(canonical));
  const more = known.length === wanted.length ? found.filter(statement => !kept.has(canonical(statement))) : [];
  const list = (statements: readonly Statement[]) => statements.map(titleOf).join(', ');
  return [
    ...(lacks.length > 0 ? [`lacks ${list(lacks)}`] : []),
    ...(more.length > 0 ? [`has besides ${list(more)}`] : []),
  ].join(' and ');
}

function titleOf({ Action, Condition, Effect, Sid }: Statement): string {
  if (Sid !== undefined) return `'${Sid}'`;
  return JSON.stringify(Condition ?? {}).includes('aws:SecureTransport')
    ? 'the denial of calls without TLS'
    : `${Effect} ${[Action ?? []].flat().join(' ')}`;
}
