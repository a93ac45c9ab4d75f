import { cell, type TableCell, element, type Html, join, table, text } from './html';
import { lineInWords } from './in-words';
import { parseArn } from '../../arn';
import { type Answer, answer, type Caller, callersOf, DANGERS, waysOf } from '../../key-policy/evaluation/capabilities';
import type { Context } from '../../key-policy/evaluation/request';
import type { PolicyDocument } from '../../key-policy/statement';

/** What queue and table need of the key. */
const USE = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:Encrypt', 'kms:CreateGrant'];

/** Who can do what with the key, and through what: the access that is meant, and the dangerous one. */
export function renderAbilities(document: PolicyDocument, account: string): Html {
  const callers = callersOf(document, account);
  return join(
    element('h2', text('Who uses the key, and through what')),
    explanation(),
    renderUse(document, callers, account),
    element('h2', text('Who can do what is dangerous')),
    renderDangers(document, callers, account),
  );
}

function explanation(): Html {
  return element(
    'p',
    text(
      '“yes” is by this policy alone. “if IAM allows” needs an identity policy of the caller as well. “if …” depends on the circumstances that the policy asks for. Permissions boundaries, session policies and policies of the organization are not known here: they can only take away. Grants are not part of a policy: they can add.',
    ),
  );
}

function renderUse(document: PolicyDocument, callers: readonly Caller[], account: string): Html {
  const ways = waysOf(document);
  if (ways.length === 0) return element('p', text('The policy names no service and no encryption context.'));
  const rows = callers
    .map(caller => [
      cell(callerInWords(caller, account)),
      ...ways.map(way => useThrough(document, caller, way, account)),
    ])
    .filter(row => row.some(({ kind }) => kind !== undefined && kind !== 'no'));
  return table('Through a service, for a queue or table', ['who', ...ways.map(wayInWords)], rows);
}

function useThrough(document: PolicyDocument, caller: Caller, way: Context, account: string): TableCell {
  const answers = USE.map(action => {
    const context = { 'kms:GrantIsForAWSResource': 'true', ...way };
    return { action, answer: answer(document, caller, { name: action, action, context }, account) };
  }).filter(({ answer: { verdict } }) => verdict !== 'no');
  if (answers.length === 0) return cell('no', 'no');
  const onlies = [...new Set(answers.map(({ answer: one }) => inWords(one)))];
  const said = onlies.map(only => {
    const actions = answers
      .filter(({ answer: one }) => inWords(one) === only)
      .map(({ action }) => action.replace('kms:', ''));
    return `${actions.join(', ')}${only === 'yes' ? '' : ` (${only})`}`;
  });
  return cell(said.join(', '), answers.every(({ answer: { verdict } }) => verdict === 'depends') ? 'depends' : 'yes');
}

function renderDangers(document: PolicyDocument, callers: readonly Caller[], account: string): Html {
  const rows = callers.map(caller => [
    cell(callerInWords(caller, account)),
    ...DANGERS.map(danger => {
      const said = answer(document, caller, danger, account);
      return cell(inWords(said), KINDS[said.verdict]);
    }),
  ]);
  const able = rows.filter(row => row.some(({ kind }) => kind === 'danger' || kind === 'depends'));
  const nobody = 'Nobody can, by this policy.';
  return able.length === 0
    ? element('p', text(nobody))
    : join(table('Whoever is not in this table can do none of it', ['who', ...DANGERS.map(({ name }) => name)], able));
}

const KINDS: Readonly<Record<Answer['verdict'], string>> = {
  yes: 'danger',
  'if IAM allows': 'danger',
  depends: 'depends',
  no: 'no',
};

function inWords({ verdict, needs }: Answer): string {
  const only = [...new Set(needs.map(({ operator, key, wanted }) => lineInWords({ operator, key, values: wanted })))];
  if (verdict === 'depends') return only.length > 0 ? `if ${only.join(' and ').replace(/^if /, '')}` : 'not documented';
  return only.length > 0 ? `${verdict}, ${only.join(' and ')}` : verdict;
}

/** A way in few words: the service by its name, the queue without the ARN around it. */
function wayInWords(way: Context): string {
  const lines = Object.entries(way).map(([key, value]) => {
    const values = [value]
      .flat()
      .map(one => parseArn(one)?.resource ?? one.replace(/^([a-z0-9-]+)\..*$/, nameOfService));
    return lineInWords({ operator: 'StringEquals', key, values });
  });
  return lines.sort((one, other) => Number(other.startsWith('through')) - Number(one.startsWith('through'))).join(', ');
}

function nameOfService(host: string, name: string): string {
  return { sqs: 'SQS', dynamodb: 'DynamoDB' }[name] ?? host;
}

/** A role or a user by its name; with the account, if it is another one than that of the key. */
function callerInWords({ name }: Caller, account: string): string {
  const arn = parseArn(name);
  if (arn?.service !== 'iam' && arn?.service !== 'sts') return name;
  const [kind = '', ...path] = arn.resource.split('/');
  return `${kind} ${path.join('/')}${arn.account === account ? '' : ` of account ${arn.account}`}`;
}
