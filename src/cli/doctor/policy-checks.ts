import { ListGrantsCommand } from '@aws-sdk/client-kms';
import { broken, good, type LinkCheck, commands, warning } from './check';
import { putBackKeyPolicy, runbook } from './remedies';
import { parseArn } from '../../arn';
import { administrators } from '../../key-policy/evaluation/administrators';
import { isOrphan, principals } from '../../key-policy/evaluation/reading';
import { foreignGrants, type KeyGrant, renderGrant } from '../../key-policy/grants';
import { lint } from '../../key-policy/lint/lint';
import { isPolicyManager } from '../../key-policy/ownership';
import { canonical } from '../../key-policy/same';
import type { PolicyDocument, Statement } from '../../key-policy/statement';
import { grantOf } from '../../key-policy-manager/kms-key';
import type { DeployedPolicy } from '../../key-policy-manager/properties';
import type { Account } from '../deployed/account';

/** The checks of the key policy, and of the grants that go past it. */
export const POLICY_CHECKS: readonly LinkCheck[] = [
  {
    name: 'next policy',
    looksAt: 'Somebody can put the next key policy: simulated with the policy as it is.',
    why: 'Nobody can mend the key policy any more.',
    after: ['key'],
    look: async account => {
      const live = await account.keyPolicy();
      // the role of the deployment leaves with its stack
      const lasting = { ...live, Statement: [live.Statement].flat().filter(statement => !isPolicyManager(statement)) };
      const others = administrators(lasting, await accountOfKey(account));
      return others.length === 0
        ? broken(
            'nobody can put the next key policy',
            runbook('policy-locked-out', 'the root user may still be let in'),
          )
        : good(
            `${others.length === 1 ? `${others[0]} alone` : `${others.length} principals`} can put the next key policy`,
          );
    },
  },
  {
    name: 'key policy',
    looksAt: 'The key policy says what was deployed, names no deleted role, and has no lint error.',
    why: 'Somebody changed the policy of the key. Whoever needs it may be shut out, or others let in.',
    after: ['next policy'],
    look: async account => {
      const [deployed, live] = [await account.deployedPolicy(), await account.keyPolicy()];
      const off = deployed === undefined ? [] : deviations(deployed, live);
      if (off.length > 0) {
        return broken(`the key policy is not as deployed: ${off.join('; ')}`, await putBackKeyPolicy(account));
      }
      const accept = deployed?.AcceptedRules ?? [];
      const found = lint(live, { account: await accountOfKey(account), keyArn: await account.keyArn(), accept });
      const errors = found.filter(({ severity }) => severity === 'error');
      const [first] = errors;
      if (first !== undefined) {
        const keyArn = await account.keyArn();
        const says = `the key policy has lint errors: ${errors.map(({ rule }) => rule).join(', ')}; the first: ${first.message}`;
        return warning(says, commands(`npx encrypted-queue-to-table policy lint ${keyArn}`));
      }
      return deployed === undefined
        ? good('the key policy has no lint error; the deployment does not put it')
        : good(`the key policy has the ${deployed.Statements.length} statements of the deployment`);
    },
  },
  {
    name: 'grants',
    looksAt: 'DynamoDB has its grant on the key, and nobody else has one.',
    why: 'Without its grant DynamoDB loses the table. A grant of others lets them use the key past its policy.',
    after: ['key'],
    look: async account => {
      const [keyArn, TableName] = [await account.keyArn(), await account.idOf('table')];
      const grants = await grantsOf(account);
      const accepted = (await account.deployedPolicy())?.AcceptedGrants ?? [];
      const foreign = foreignGrants(grants, keyArn).filter(({ id }) => !accepted.includes(id));
      const own = grants.filter(grant => !foreign.includes(grant) && grant.tableName === TableName);
      if (own.length === 0) {
        return broken(
          `DynamoDB has no grant on the key for the table ${TableName}`,
          runbook('table-inaccessible', 'no command brings a grant of DynamoDB back'),
        );
      }
      const [first] = foreign;
      return first === undefined
        ? good('the only grants on the key are those of DynamoDB')
        : broken(
            `grants that let somebody in past the policy: ${foreign.map(renderGrant).join(', ')}`,
            commands(...foreign.map(({ id }) => `aws kms revoke-grant --key-id ${keyArn} --grant-id ${id}`)),
          );
    },
  },
];

/** What of the deployed statements is not on the key as it was deployed; with `replace`, what is there besides. */
function deviations({ Statements, Way }: DeployedPolicy, live: PolicyDocument): string[] {
  const bySid = new Map([live.Statement].flat().map(statement => [statement.Sid, statement]));
  const [missing, changed]: string[][] = [[], []];
  for (const statement of Statements) {
    const found = bySid.get(statement.Sid);
    if (found === undefined) missing!.push(nameOf(statement));
    else if (canonical(found) !== canonical(statement)) changed!.push(`${nameOf(statement)}${orphans(found)}`);
  }
  const wanted = new Set(Statements.map(({ Sid }) => Sid));
  const more = Way === 'replace' ? [live.Statement].flat().filter(({ Sid }) => !wanted.has(Sid)) : [];
  return [
    ...(missing!.length > 0 ? [`it lacks ${missing!.join(', ')}`] : []),
    ...(changed!.length > 0 ? [`it has otherwise ${changed!.join(', ')}`] : []),
    ...(more.length > 0 ? [`it has besides ${more.map(nameOf).join(', ')}`] : []),
  ];
}

/** The name of a statement, without the prefix that all of ours have. */
const nameOf = ({ Sid = 'a statement without a Sid' }: Statement): string => Sid.replace(/^\S+ (?=\S+$)/, '');

function orphans(statement: Statement): string {
  const gone = principals(statement).filter(isOrphan);
  return gone.length === 0 ? '' : ` (${gone.join(', ')} is a deleted role)`;
}

async function accountOfKey(account: Account): Promise<string> {
  return parseArn(await account.keyArn())?.account ?? '';
}

async function grantsOf(account: Account): Promise<readonly KeyGrant[]> {
  const KeyId = await account.keyArn();
  const found: KeyGrant[] = [];
  let Marker: string | undefined;
  do {
    const page = await account.ask('kms:ListGrants', new ListGrantsCommand({ KeyId, Marker }));
    found.push(...(page.Grants ?? []).map(grantOf));
    Marker = page.NextMarker;
  } while (Marker);
  return found;
}
