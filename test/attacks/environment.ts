import { EXAMPLE_NAMES, synthesiseExample } from './example-app';
import { resolved } from './resolved';
import { type EncryptedQueueToTableProps, KeyPolicyManagement } from '../../src';
import { type PhysicalNames } from '../../src/construct/names/physical-names';
import { planPolicy } from '../../src/key-policy/plan';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { ACCOUNT, role } from '../support/key-policy-facts';

/** Everything that decides over a call once an example is deployed. */
export interface Environment {
  /** Such as `minimal, merge, strict`. */
  readonly name: string;
  readonly names: PhysicalNames;
  readonly key: PolicyDocument;
  readonly queue: PolicyDocument;
  readonly deadLetters: PolicyDocument;
  readonly table: PolicyDocument;
  /** What is attached to the roles of the functions. */
  readonly writerRole: PolicyDocument;
  readonly managerRole?: PolicyDocument;
  readonly guard: PolicyDocument;
  readonly adminRoleArn: string;
}

/** A role for each duty: none of them may do more than its own. */
export const DUTY_ROLES = {
  auditorRoleArns: [role('Auditor')],
  backupRoleArns: [role('Backup')],
  custodianRoleArns: [role('KeyCustodian')],
  destroyerRoleArns: [role('KeyDestroyer')],
  exporterRoleArns: [role('Exporter')],
  producerRoleArns: [role('Shop')],
  readerRoleArns: [role('Reports')],
  redriverRoleArns: [role('OrdersOnCall')],
  restoreRoleArns: [role('Restorer')],
} satisfies Partial<EncryptedQueueToTableProps>;

const WAYS = {
  merge: () => KeyPolicyManagement.merge(),
  replace: () => KeyPolicyManagement.replace(),
  render: () => KeyPolicyManagement.render(),
};

/**
 * Every example, merged and replaced, by default and strict; and the one of a separate key team as it stands. The
 * statements are the same however they reach the key, so that an example is synthesised once for both ways.
 */
export function environments(): readonly Environment[] {
  return EXAMPLE_NAMES.flatMap(example =>
    [false, true].flatMap(strict => {
      const replaced = environmentOf(example, 'replace', strict);
      const key = merged(replaced.names, replaced.key.Statement);
      const joined = { ...replaced, name: replaced.name.replace('replace', 'merge'), key };
      return [joined, replaced, ...(example === 'separate-key-team' ? [environmentOf(example, 'render', strict)] : [])];
    }),
  );
}

/** An example as it is deployed in one way. */
export function environmentOf(example: string, way: keyof typeof WAYS, strictConditions: boolean): Environment {
  // a role for each duty that the example leaves out
  const missing = (props: EncryptedQueueToTableProps) =>
    Object.fromEntries(
      Object.entries(DUTY_ROLES).filter(([duty]) => props[duty as keyof typeof DUTY_ROLES] === undefined),
    );
  let adminRoleArn = '';
  const { guard, keyPolicy, names, template } = synthesiseExample(example, props => {
    [adminRoleArn] = props.adminRoleArns as [string];
    return { ...missing(props), strictConditions, keyPolicyManagement: WAYS[way]() };
  });
  const resources = template.Resources;
  const all = (type: string) => Object.values<any>(resources).filter(({ Type }) => Type === type);
  const documents = (type: string): PolicyDocument[] =>
    all(type).map(({ Properties }) => resolved<PolicyDocument>(Properties.PolicyDocument, resources));
  const withSid = (found: readonly PolicyDocument[], sid: string) =>
    found.find(({ Statement }) => Statement.some(({ Sid }) => Sid === sid));
  const queues = documents('AWS::SQS::QueuePolicy');
  const roles = documents('AWS::IAM::ManagedPolicy');
  const managerRole = withSid(roles, 'DenyOutsideThisFunction');
  const [{ Properties }] = all('AWS::DynamoDB::GlobalTable') as [any];
  return {
    name: [example, way, ...(strictConditions ? ['strict'] : [])].join(', '),
    names,
    adminRoleArn: resolved(adminRoleArn, resources),
    key: resolved(keyPolicy, resources),
    queue: withSid(queues, 'OnlyTheWriterReceives')!,
    deadLetters: withSid(queues, 'OnlyRedriversTakeOut')!,
    table: resolved(Properties.Replicas[0].ResourcePolicy.PolicyDocument, resources),
    writerRole: withSid(roles, 'DenyOtherFunctions')!,
    ...(managerRole && { managerRole }),
    guard: resolved(guard, resources),
  };
}

/** The policy of a key that others use too, and whose own policy leaves nothing to IAM. */
function merged({ sidPrefix }: PhysicalNames, statements: readonly Statement[]): PolicyDocument {
  const neighbour: Statement = {
    Sid: 'Neighbour',
    Effect: 'Allow',
    Principal: { AWS: role('Neighbour') },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: '*',
    Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
  };
  const current = { Version: '2012-10-17', Statement: [neighbour] };
  return planPolicy(current, { account: ACCOUNT, way: 'merge', sidPrefix, statements });
}
