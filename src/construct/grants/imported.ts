import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
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
import type { EncryptedQueueToTableNames } from '../encrypted-queue-to-table-names';
import type { IEncryptedQueueToTable } from '../i-encrypted-queue-to-table';
import { urlSuffixOf } from '../names/partition';

/** The construct of another app, by its names: its grants write IAM policies, for roles that the other app lets in. */
export class Imported extends Construct implements IEncryptedQueueToTable {
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

  public grantSendMessages(grantee: IGrantable): Grant {
    return this.grant('send', grantee, ['consumerRoleArns', 'producerRoleArns']);
  }

  public grantReadData(grantee: IGrantable): Grant {
    return this.grant('read', grantee, ['consumerRoleArns', 'readerRoleArns']);
  }

  public grantRedrive(grantee: IGrantable): Grant {
    return this.grant('redrive', grantee, ['redriverRoleArns']);
  }

  private grant(use: DataUse, grantable: IGrantable, props: readonly RoleProp[]): Grant {
    const grantee = requireGrantee(this, grantable);
    const letIn = props.flatMap(prop => this.imported[prop] ?? []);
    if (!letIn.includes(grantee.arn())) {
      throw new PropsError(this, [
        `'grantee' must be among ${props.map(prop => `'${prop}'`).join(' or ')}, here and in the app that owns the key, got ${got(grantee.arn())}`,
      ]);
    }
    return addToIdentity(this, use, this.facts, grantee.principal).all;
  }
}

type RoleProp = 'consumerRoleArns' | 'producerRoleArns' | 'readerRoleArns' | 'redriverRoleArns';

/** Account and Region of all the rest come from it, so it has to be known. */
function checkLiteralKeyArn(prop: string, value: unknown): Problems {
  return parseKeyArn(typeof value === 'string' ? value : '')
    ? []
    : [`'${prop}' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got ${got(value)}`];
}
