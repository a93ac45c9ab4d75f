import { Annotations, type CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Doors } from './grant';
import { type HeldStatement, iamStatementsOf } from './iam-statements';
import { QUEUE_RECEIVE_ACTIONS, TABLE_READ_ACTIONS, TABLE_WRITE_ACTIONS } from '../../key-policy/data-actions';
import { coversAction } from '../../key-policy/evaluation/match';
import { USE_ACTIONS } from '../../key-policy/key-actions';
import type { KeyPolicyFacts } from '../../key-policy/render/facts';
import { FinalApp } from '../final/final-app';
import { cfnRoleOf } from '../names/role-arn';
import type { Settings } from '../settings';

/**
 * Warns of what the app allows by IAM and the policy of the key, the queue or the table refuses: such a statement looks
 * like a grant and does nothing.
 */
export function warnOfVainStatements(
  scope: Construct,
  doors: Doors,
  settings: Settings,
  facts: () => KeyPolicyFacts,
): void {
  const warn = (message: string) =>
    Annotations.of(scope).addWarningV2('encrypted-queue-to-table:vain-statement', message);
  scope.node.addValidation({
    validate: () => {
      const statements = iamStatementsOf(FinalApp.of(scope));
      doorsOf(doors, settings, facts())
        .flatMap(door => findVain(door, statements))
        .forEach(warn);
      return [];
    },
  });
}

function findVain(door: Door, statements: readonly HeldStatement[]): string[] {
  return statements.filter(aboutDoor(door)).flatMap(held => {
    const covers = (action: string) => coversAction(held.statement, action);
    const asked = door.uses.filter(({ actions }) => actions.some(covers));
    const [use] = asked;
    if (use === undefined || asked.some(({ roleArns }) => isHeldByOneOf(held, roleArns))) return [];
    return [`'${held.path}' must not allow ${use.actions.find(covers)}, since ${use.refusal}`];
  });
}

/** A queue, the table or the key, and what can be done there by whom. */
interface Door {
  /** Nothing for what exists before the app. */
  readonly resource?: CfnResource;
  readonly arn: string;
  readonly uses: readonly Use[];
}

interface Use {
  readonly actions: readonly string[];
  /** Nothing where the key may let in anybody, by a statement that no prop of ours explains. */
  readonly roleArns: readonly string[] | undefined;
  readonly refusal: string;
}

function doorsOf({ deadLetterQueue, queue, table }: Doors, settings: Settings, facts: KeyPolicyFacts): Door[] {
  const { additionalStatements, keyArn, keyPolicyManagement, names } = settings;
  const isOpen = keyPolicyManagement.acceptedDelegations.length > 0 || additionalStatements.length > 0;
  const { named, readers, redrivers, senders } = rolesOf(settings, facts);
  const byKey = (actions: readonly string[], roleArns: readonly string[], ...instead: string[]): Use => ({
    actions,
    roleArns: isOpen ? undefined : roleArns,
    refusal: `the key policy does not let its roles in: use ${instead.map(name => `'${name}'`).join(' or ')}`,
  });
  const byDoor = (actions: readonly string[], roleArns: readonly string[], instead: string): Use => ({
    actions,
    roleArns,
    refusal: `only the writer may do that: ${instead}`,
  });
  const { deadLetterQueueArn, queueArn, tableArn, writerRoleArn } = names;
  // what others have put on a key that we merge into may let more roles in
  const keyUses =
    keyPolicyManagement.way === 'replace' ? [byKey(USE_ACTIONS, named, 'grantSendMessages', 'grantReadData')] : [];
  return [
    {
      resource: queue.node.defaultChild as CfnResource,
      arn: queueArn,
      uses: [
        byKey(['sqs:SendMessage'], senders, 'grantSendMessages'),
        byDoor(QUEUE_RECEIVE_ACTIONS, [writerRoleArn], 'read the table'),
      ],
    },
    {
      resource: deadLetterQueue.node.defaultChild as CfnResource,
      arn: deadLetterQueueArn,
      uses: [byKey([...QUEUE_RECEIVE_ACTIONS, 'sqs:StartMessageMoveTask'], redrivers, 'grantRedrive')],
    },
    {
      resource: table.node.defaultChild as CfnResource,
      arn: tableArn,
      uses: [
        byKey(ITEM_READ_ACTIONS, readers, 'grantReadData'),
        byDoor(TABLE_WRITE_ACTIONS, [writerRoleArn], 'send a message'),
      ],
    },
    { arn: keyArn, uses: keyUses },
  ];
}

/** What tells something about the table needs no key. */
const ITEM_READ_ACTIONS = TABLE_READ_ACTIONS.filter(action => !/:Describe/.test(action));

function rolesOf(settings: Settings, facts: KeyPolicyFacts) {
  const { consumerRoleArns, producerRoleArns, readerRoleArns, redriverRoleArns } = facts;
  const granted = (roles: KeyPolicyFacts['grantedSenders']) => roles?.roleArns ?? [];
  const { backupRoleArns, exporterRoleArns, names, restoreRoleArns, tableCreatorRoleArns } = settings;
  const redrivers = [...redriverRoleArns, ...granted(facts.grantedRedrivers)];
  const senders = [...consumerRoleArns, ...producerRoleArns, ...granted(facts.grantedSenders), ...redrivers];
  const copiers = [...backupRoleArns, ...exporterRoleArns, ...restoreRoleArns, ...tableCreatorRoleArns];
  const readers = [...consumerRoleArns, ...readerRoleArns, ...granted(facts.grantedReaders), ...copiers];
  const { adminRoleArns, auditorRoleArns, custodianRoleArns, destroyerRoleArns } = facts;
  const custody = [...adminRoleArns, ...auditorRoleArns, ...custodianRoleArns, ...destroyerRoleArns];
  return {
    redrivers,
    senders,
    readers: [...readers, names.writerRoleArn],
    /** Those whom the key policy names, be it for another duty: `kms:*` may be meant for that. */
    named: [...senders, ...readers, ...custody, names.writerRoleArn],
  };
}

/** By a reference in the same stack, or by the ARN as a text, unless only the deployment knows the ARN. */
function aboutDoor({ arn, resource }: Door): (held: HeldStatement) => boolean {
  const reference = resource && `"${resource.stack.resolve(resource.logicalId)}"`;
  const [, , ...rest] = arn.split(':'); // the partition may be a reference
  const text = `:${rest.join(':')}`;
  return ({ about, stack }) => {
    if (reference && stack === resource!.stack && about.includes(reference)) return true;
    if (rest.length === 0) return false;
    return about
      .split(text)
      .slice(1)
      .some(behind => !/^[\w.-]/.test(behind));
  };
}

/** Whether a role that is let in holds a statement, or may do so, as far as synthesis can know. */
function isHeldByOneOf({ holders }: HeldStatement, roleArns: readonly string[] | undefined): boolean {
  if (roleArns === undefined || holders.includes(undefined)) return true;
  return holders.some(holder =>
    roleArns.some(
      arn => (holder!.name && arn.endsWith(`/${holder!.name}`)) || (holder!.role && cfnRoleOf(arn) === holder!.role),
    ),
  );
}
