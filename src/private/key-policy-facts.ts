import { Names } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PhysicalNames } from './physical-names';
import { bootstrapExecutionRoleArn } from './table-creator';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import type { KeyPolicyFacts } from '../key-policy/facts';

/** Who was let in by a `grant…` method, beside those the props name. */
export interface Granted {
  readonly producers: ReadonlySet<string>;
  readonly readers: ReadonlySet<string>;
  readonly redrivers: ReadonlySet<string>;
}

/** Gathers what the key policy depends on: props, names and grants, and nothing that a deployment makes. */
export function keyPolicyFacts(scope: Construct, props: EncryptedQueueToTableProps, names: PhysicalNames, granted: Granted): KeyPolicyFacts {
  const { account, partition, region } = names;
  return {
    sidPrefix: Names.uniqueResourceName(scope, { maxLength: 60 }),
    account,
    partition,
    region,
    queueArn: names.queueArn,
    deadLetterQueueArn: names.deadLetterQueueArn,
    tableName: names.tableName,
    writerRoleArn: names.writerRoleArn,
    adminRoleArns: props.adminRoleArns,
    custodianRoleArns: props.adminRoleArns,
    destroyerRoleArns: [],
    auditorRoleArns: [],
    tableCreatorRoleArns: props.tableCreatorRoleArns ?? [bootstrapExecutionRoleArn(scope)!],
    consumerRoleArns: props.consumerRoleArns,
    producerRoleArns: [...granted.producers],
    readerRoleArns: [...granted.readers],
    redriveRoleArns: [...granted.redrivers],
    serviceProducers: [],
    breakGlass: true,
    strictConditions: false,
  };
}
