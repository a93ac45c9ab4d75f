import { type Attack, NOT_LET_IN, SUCCEEDS } from './attack';
import { BACKUP, CONSUMER, DEPLOYER, EXPORTER, READER, RESTORER, STRANGER } from './attackers';
import { elsewhere, kms, restoredKey, table, tableKey } from './calls';
import { type Environment, environmentOf } from './environment';
import { casesOf, outcomeOf } from './judge-attack';
import { TABLE_GRANT_OPERATIONS } from '../../src/key-policy/key-actions';
import { simulate } from '../support/iam-simulate';

/** The steps of "Restore the table" in docs/queue-and-table-policies.md, call by call as AWS documents them. */
type Calls = Attack['calls'];

/** What DynamoDB asks KMS for in the name of whoever selects the key for a table. */
const selection = (ofTable: typeof tableKey): Calls => [
  kms('DescribeKey'),
  ...['GenerateDataKey', 'Encrypt', 'Decrypt'].map(ofTable),
  environment => {
    const call = ofTable('CreateGrant')(environment)!;
    const grant = { 'kms:GrantIsForAWSResource': 'true', 'kms:GrantOperations': TABLE_GRANT_OPERATIONS };
    return { ...call, context: { ...call.context, ...grant } };
  },
];
const restoredArn = ({ names }: Environment): string => `${names.tableArn}-restored`;
const tableArn = ({ names }: Environment): string => names.tableArn;
const onRestored = (verb: string) => elsewhere(`dynamodb:${verb}`, restoredArn);
/** The table without a policy, as it is once it was deleted, until its policy is back. */
const onBareTable = (verb: string) => elsewhere(`dynamodb:${verb}`, tableArn);
const FILLS = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];
const READS = ['GetItem', 'Query', 'Scan'].map(onRestored);

/** A table that was restored has no policy. */
const IAM_ALONE_DECIDES: Array<[Attack['who'], string]> = [[STRANGER, SUCCEEDS]];

const STEPS: Record<string, [by: Attack['who'], calls: Calls, others: Array<[Attack['who'], string]>]> = {
  'restores the table under another name': [
    RESTORER,
    [table('RestoreTableToPointInTime'), ...FILLS.map(onRestored), ...selection(restoredKey)],
    [BACKUP, EXPORTER, CONSUMER, READER, STRANGER].map(who => [who, 'OnlyRestorersRestore']),
  ],
  'looks at it': [
    RESTORER,
    [...READS, restoredKey('Decrypt')],
    [BACKUP, EXPORTER, CONSUMER, READER, STRANGER].map(who => [who, NOT_LET_IN]),
  ],
  'backs it up': [BACKUP, [onRestored('CreateBackup')], IAM_ALONE_DECIDES],
  'deletes the table': [
    DEPLOYER,
    [table('UpdateTable'), table('DeleteTable')],
    [RESTORER, BACKUP, CONSUMER, STRANGER].map(who => [who, 'OnlyDeployersChange']),
  ],
  'restores the backup under its name': [
    RESTORER,
    [
      elsewhere('dynamodb:RestoreTableFromBackup', environment => `${restoredArn(environment)}/backup/1`),
      ...FILLS.map(onBareTable),
      ...selection(tableKey),
    ],
    [BACKUP, EXPORTER, CONSUMER, READER, STRANGER].map(who => [who, NOT_LET_IN]),
  ],
  'puts back what no restore brings': [
    DEPLOYER,
    ['PutResourcePolicy', 'UpdateContinuousBackups', 'UpdateTable', 'UpdateTimeToLive'].map(onBareTable),
    IAM_ALONE_DECIDES,
  ],
};

const ENVIRONMENTS = [environmentOf('minimal', 'merge', false), environmentOf('minimal', 'replace', true)];

const casesFor = (who: Attack['who'], calls: Calls, environment: Environment, guard: boolean) =>
  casesOf({ who, what: '', calls, refusedBy: '' }, environment, guard)!;

describe.each(ENVIRONMENTS.map(environment => [environment.name, environment] as const))('%s', (_, environment) => {
  test.each(Object.entries(STEPS))(
    '%s: whom the recipe names may, and others may where IAM alone decides',
    async (_step, [by, calls, others]) => {
      for (const guard of [false, true]) {
        const cases = casesFor(by, calls, environment, guard);
        expect(outcomeOf(cases)).toBe(SUCCEEDS);
        for (const { policies, request } of cases) {
          await expect(simulate(policies, request)).resolves.toBe('Allowed');
        }
        for (const [who, refusal] of others) {
          const tried = casesFor(who, calls, environment, guard);
          expect([who.name, outcomeOf(tried)]).toEqual([who.name, refusal]);
          const answers = await Promise.all(tried.map(async ({ policies, request }) => simulate(policies, request)));
          expect(answers.every(answer => answer === 'Allowed')).toBe(refusal === SUCCEEDS);
        }
      }
    },
  );
});
