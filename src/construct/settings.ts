import {
  BootstraplessSynthesizer,
  DefaultStackSynthesizer,
  Duration,
  RemovalPolicy,
  Size,
  Stack,
  Token,
} from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EncryptedQueueToTableProps } from './encrypted-queue-to-table-props';
import { ItemKey } from './item-key';
import { KeyPolicyManagement, type RenderedManagement } from './key-policy-management';
import { MessageBody } from './message-body';
import { isKnown } from './names/is-known';
import { topLevelStackOf } from './names/literal-elsewhere';
import { partitionOf } from './names/partition';
import { PhysicalNames } from './names/physical-names';
import { type OperationsSettings, operationsSettings } from './operations-settings';
import { patienceOf, type OutagePatience } from './outage-patience';
import { WriteMode } from './write-mode';
import type { KeyPolicyFacts } from '../key-policy/render/facts';
import type { Statement } from '../key-policy/statement';

/** A key attribute of the table: its name, and where its value comes from. */
export type AttributeSource = { readonly name: string } & Readonly<Record<string, string>>;

/** What the props ask for, with every default filled in: made once, after validation, and never changed. */
export interface Settings
  extends
    OperationsSettings,
    Pick<
      KeyPolicyFacts,
      | 'adminRoleArns'
      | 'custodianRoleArns'
      | 'destroyerRoleArns'
      | 'auditorRoleArns'
      | 'tableCreatorRoleArns'
      | 'consumerRoleArns'
      | 'producerRoleArns'
      | 'readerRoleArns'
      | 'redriverRoleArns'
      | 'restoreRoleArns'
      | 'backupRoleArns'
      | 'breakGlass'
      | 'strictConditions'
      | 'additionalStatements'
      | 'custodiansMayDestroy'
      | 'destructionWithoutMfa'
    > {
  /** The names of all that is made. */
  readonly names: PhysicalNames;

  /** Names of changes to the resources that the user wants. */
  readonly acceptedDeviations: readonly string[];

  readonly keyArn: string;
  readonly keyPolicyManagement: RenderedManagement;
  /** Export the table to S3, which takes no right on the key. */
  readonly exporterRoleArns: readonly string[];
  /** Ids of the lint rules whose findings the props ask for. */
  readonly acceptedRules: readonly string[];

  readonly fifo: boolean;
  readonly retentionPeriod: Duration;
  readonly deadLetterRetentionPeriod: Duration;
  readonly outagePatience: OutagePatience;
  readonly maxMessageSize: Size;
  readonly dataKeyReuse: Duration;
  readonly visibilityTimeout: Duration;

  readonly batchSize: number;
  readonly maxBatchingWindow?: Duration;
  readonly maxConcurrency?: number;
  readonly timeout: Duration;
  readonly memorySize: Size;
  readonly logRetention: RetentionDays;
  readonly rolePath?: string;

  readonly partitionKey: AttributeSource;
  readonly sortKey?: AttributeSource;
  readonly messageBody: Readonly<Record<string, string>>;
  readonly writeMode: string;
  readonly timeToLive?: Duration;
  readonly deletionProtection: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** Fills in every default. The props must be valid. */
export function settingsOf(scope: Construct, props: EncryptedQueueToTableProps): Settings {
  return Object.freeze({
    names: new PhysicalNames(scope, props),
    acceptedDeviations: props.acceptedDeviations ?? [],
    ...keySettings(scope, props),
    ...queueSettings(props),
    ...writerSettings(props),
    ...tableSettings(props),
    ...operationsSettings(props),
  });
}

function keySettings(scope: Construct, props: EncryptedQueueToTableProps) {
  const strictConditions = props.strictConditions ?? false;
  return {
    keyArn: keyArnOf(scope, props.keyArn),
    keyPolicyManagement: (props.keyPolicyManagement ?? KeyPolicyManagement.merge())._render(),
    breakGlass: props.breakGlass ?? true,
    custodiansMayDestroy: props.allowCustodiansToDestroy ?? false,
    destructionWithoutMfa: props.allowDestructionWithoutMfa ?? false,
    strictConditions,
    acceptedRules: [
      ...(props.allowAdminsToUseKey ? ['admin-can-use'] : []),
      ...(props.allowDestructionWithoutMfa ? WITHOUT_MFA : []),
      ...(strictConditions ? [] : ['no-encryption-context']),
      ...(props.additionalKeyPolicyStatements?.length ? ['another-service'] : []), // whoever writes one names its service
    ],
    additionalStatements: (props.additionalKeyPolicyStatements ?? []).map(renderOnKey),
    adminRoleArns: props.adminRoleArns,
    custodianRoleArns: props.custodianRoleArns ?? props.adminRoleArns,
    destroyerRoleArns: props.destroyerRoleArns ?? [],
    auditorRoleArns: props.auditorRoleArns ?? [],
    tableCreatorRoleArns: props.tableCreatorRoleArns ?? [bootstrapExecutionRoleArn(scope)!],
    consumerRoleArns: props.consumerRoleArns,
    producerRoleArns: props.producerRoleArns ?? [],
    readerRoleArns: props.readerRoleArns ?? [],
    redriverRoleArns: props.redriverRoleArns ?? [],
    restoreRoleArns: props.restoreRoleArns ?? [],
    backupRoleArns: props.backupRoleArns ?? [],
    exporterRoleArns: props.exporterRoleArns ?? [],
  };
}

/** The ARN of the key: as long as its look-up is pending, one of the right form, as CDK reads the parts of it. */
function keyArnOf(scope: Construct, keyArn: string): string {
  const { account, region } = Stack.of(scope);
  return Token.isUnresolved(keyArn) || isKnown(keyArn)
    ? keyArn
    : `arn:${partitionOf(scope)}:kms:${region}:${account}:key/${keyArn}`;
}

function queueSettings(props: EncryptedQueueToTableProps) {
  return {
    fifo: props.fifo ?? false,
    retentionPeriod: retentionPeriodOf(props),
    deadLetterRetentionPeriod: props.deadLetterRetentionPeriod ?? Duration.days(14),
    outagePatience: outagePatienceOf(props),
    maxMessageSize: props.maxMessageSize ?? Size.kibibytes(384),
    dataKeyReuse: props.dataKeyReuse ?? Duration.minutes(5),
    visibilityTimeout: Duration.seconds(visibilityTimeoutOf(props)),
  };
}

function writerSettings(props: EncryptedQueueToTableProps) {
  return {
    batchSize: props.batchSize ?? 10,
    maxBatchingWindow: props.maxBatchingWindow,
    maxConcurrency: props.maxConcurrency,
    timeout: timeoutOf(props),
    memorySize: props.memorySize ?? Size.mebibytes(512),
    logRetention: props.logRetention ?? RetentionDays.ONE_YEAR,
    rolePath: props.rolePath,
  };
}

/** What the table and its items are like. */
export function tableSettings(props: EncryptedQueueToTableProps) {
  const { deletionProtection = true, partitionKey = ItemKey.messageId(), sortKey } = props;
  return {
    partitionKey: { name: props.partitionKeyName ?? 'id', ...partitionKey._render() },
    sortKey: sortKey && { name: props.sortKeyName ?? 'sort', ...sortKey._render() },
    messageBody: (props.messageBody ?? MessageBody.text())._render(),
    writeMode: (props.writeMode ?? WriteMode.overwrite())._render(),
    timeToLive: props.timeToLive,
    deletionProtection,
    removalPolicy: props.removalPolicy ?? (deletionProtection ? RemovalPolicy.RETAIN : KEPT_ONCE_CREATED),
  };
}

/** A first deployment that fails leaves no table behind, which the next one would collide with. */
const KEPT_ONCE_CREATED = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** What the linter says of destruction without a second factor. */
const WITHOUT_MFA = [
  'material-deletion',
  'deletion-without-mfa',
  'import-can-expire',
  'rotation-without-mfa',
  'grant-revocation',
];

/** In the policy of a key, the resource can only be the key. */
function renderOnKey(statement: PolicyStatement): Statement {
  return { ...statement.toStatementJson(), Resource: '*' };
}

/** How long a message waits in the queue. */
export function retentionPeriodOf({ retentionPeriod = Duration.days(4) }: EncryptedQueueToTableProps): Duration {
  return retentionPeriod;
}

/** How messages wait in an outage. */
export function outagePatienceOf(props: EncryptedQueueToTableProps): OutagePatience {
  const retentionPeriod = retentionPeriodOf(props);
  const retention = retentionPeriod.isUnresolved() ? undefined : retentionPeriod.toSeconds();
  const patience = props.outagePatience?.toSeconds() ?? Math.min(DAY_SECONDS, (retention ?? Infinity) / 3);
  return patienceOf(patience, visibilityTimeoutOf(props), retention);
}

const DAY_SECONDS = 86_400;

function visibilityTimeoutOf(props: EncryptedQueueToTableProps): number {
  return timeoutOf(props).toSeconds() * VISIBILITY_TIMEOUTS + (props.maxBatchingWindow?.toSeconds() ?? 0);
}

function timeoutOf({ timeout = Duration.seconds(30) }: EncryptedQueueToTableProps): Duration {
  return timeout;
}

/**
 * Lambda advises a visibility timeout of six times the function's timeout, so that a throttled batch is tried again
 * before its messages show up once more.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const VISIBILITY_TIMEOUTS = 6;

/**
 * The role that CloudFormation acts as, and so the one that creates the table: none if the stack's synthesizer knows no
 * bootstrap.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export function bootstrapExecutionRoleArn(scope: Construct): string | undefined {
  const { synthesizer } = topLevelStackOf(scope); // a nested stack is deployed by the one around it
  const bootstrapped =
    synthesizer instanceof DefaultStackSynthesizer && !(synthesizer instanceof BootstraplessSynthesizer);
  return bootstrapped
    ? synthesizer.cloudFormationExecutionRoleArn.replace('${AWS::Partition}', partitionOf(scope))
    : undefined;
}
