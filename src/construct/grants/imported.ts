import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { requireGrantee } from './grantee';
import { addToIdentity } from './identity';
import { parseKeyArn } from '../../arn';
import type { DataUse, GranteeFacts } from '../../key-policy/identity/grantee-identity';
import { checkRoleArns } from '../checks/arn-checks';
import { got } from '../checks/got';
import * as limits from '../checks/limits';
import { requireProps } from '../checks/prop-checks';
import { PropsError } from '../checks/props-error';
import { checkName, type Problems } from '../checks/value-checks';
import { EncryptedQueueToTableBase } from '../encrypted-queue-to-table-base';
import type { EncryptedQueueToTableNames } from '../encrypted-queue-to-table-names';
import { urlSuffixOf } from '../names/partition';

/** The construct of another app, by its names: its grants write IAM policies, for roles that the other app lets in. */
export class Imported extends EncryptedQueueToTableBase {
  public readonly queueName: string;
  public readonly queueUrl: string;
  public readonly queueArn: string;
  public readonly deadLetterQueueUrl: string;
  public readonly deadLetterQueueArn: string;
  public readonly tableName: string;
  public readonly tableArn: string;

  private readonly facts: GranteeFacts;

  public constructor(
    scope: Construct,
    id: string,
    private readonly imported: EncryptedQueueToTableNames,
  ) {
    super(scope, id);
    requireProps(this, imported, {
      keyArn: checkLiteralKeyArn,
      queueName: (prop, value) => checkName(prop, value ?? '', limits.NAMES.queueWithSuffix),
      tableName: (prop, value) => checkName(prop, value ?? '', limits.NAMES.table),
      functionName: (prop, value) => checkName(prop, value, limits.NAMES.function),
      consumerRoleArns: checkRoleArns,
      producerRoleArns: checkRoleArns,
      readerRoleArns: checkRoleArns,
      redriverRoleArns: checkRoleArns,
    });
    const { keyArn, queueName, tableName } = imported;
    const { account, partition, region } = parseKeyArn(keyArn)!;
    const deadLetters = queueName.replace(/(\.fifo)?$/, '-dlq$1');
    const url = (name: string) => `https://sqs.${region}.${urlSuffixOf(this)}/${account}/${name}`;
    this.queueName = queueName;
    this.queueUrl = url(queueName);
    this.queueArn = `arn:${partition}:sqs:${region}:${account}:${queueName}`;
    this.deadLetterQueueUrl = url(deadLetters);
    this.deadLetterQueueArn = `arn:${partition}:sqs:${region}:${account}:${deadLetters}`;
    this.tableName = tableName;
    this.tableArn = `arn:${partition}:dynamodb:${region}:${account}:table/${tableName}`;
    const { deadLetterQueueArn, queueArn, tableArn } = this;
    this.facts = { account, deadLetterQueueArn, keyArn, queueArn, region, tableArn, tableName };
  }

  public get functionName(): string {
    const { functionName } = this.imported;
    if (functionName !== undefined) return functionName;
    throw new PropsError(this, ["'functionName' must be given for the metrics of the writer, got undefined"]);
  }

  /** @internal */
  protected _grant(use: DataUse, grantable: IGrantable): Grant {
    const grantee = requireGrantee(this, grantable);
    const props = LET_IN[use];
    const letIn = props.flatMap(prop => this.imported[prop] ?? []);
    if (!letIn.includes(grantee.arn())) {
      throw new PropsError(this, [
        `'grantee' must be among ${props.map(prop => `'${prop}'`).join(' or ')}, here and in the app that owns the key, got ${got(grantee.arn())}`,
      ]);
    }
    return addToIdentity(this, use, this.facts, grantee.principal).all;
  }
}

/** The props that name who may do what. */
const LET_IN = {
  send: ['consumerRoleArns', 'producerRoleArns'],
  read: ['consumerRoleArns', 'readerRoleArns'],
  redrive: ['redriverRoleArns'],
} as const satisfies Record<DataUse, readonly (keyof EncryptedQueueToTableNames)[]>;

/** Account and Region of all the rest come from it, so it has to be known. */
function checkLiteralKeyArn(prop: string, value: unknown): Problems {
  return parseKeyArn(typeof value === 'string' ? value : '')
    ? []
    : [`'${prop}' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got ${got(value)}`];
}
