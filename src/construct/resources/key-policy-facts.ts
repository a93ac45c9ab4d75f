import { Names } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PhysicalNames } from './physical-names';
import { bootstrapExecutionRoleArn } from './table-creator';
import type { KeyPolicyFacts, ServiceProducer } from '../../key-policy/render/facts';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';
import { KeyPolicyManagement } from '../key-policy-management';

/** Who was let in by a `grant…` method, beside those the props name. */
export interface Granted {
  readonly producers: ReadonlySet<string>;
  readonly readers: ReadonlySet<string>;
  readonly redrivers: ReadonlySet<string>;
  readonly services: readonly ServiceProducer[];
}

/** Gathers what the key policy depends on: props, names and grants, and nothing that a deployment makes. */
export function keyPolicyFacts(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  names: PhysicalNames,
  granted: Granted,
): KeyPolicyFacts {
  const { account, partition, region } = names;
  return {
    sidPrefix: sidPrefixOf(scope),
    account,
    partition,
    region,
    queueArn: names.queueArn,
    deadLetterQueueArn: names.deadLetterQueueArn,
    tableName: names.tableName,
    writerRoleArn: names.writerRoleArn,
    policyManagerRoleArn: managementOf(props)._applies ? names.policyManagerRoleArn : undefined,
    adminRoleArns: props.adminRoleArns,
    custodianRoleArns: props.custodianRoleArns ?? props.adminRoleArns,
    destroyerRoleArns: props.destroyerRoleArns ?? [],
    auditorRoleArns: props.auditorRoleArns ?? [],
    tableCreatorRoleArns: tableCreatorsOf(scope, props),
    consumerRoleArns: props.consumerRoleArns,
    producerRoleArns: [...(props.producerRoleArns ?? []), ...granted.producers],
    readerRoleArns: [...(props.readerRoleArns ?? []), ...granted.readers],
    redriveRoleArns: [...(props.redriveRoleArns ?? []), ...granted.redrivers],
    serviceProducers: granted.services,
    breakGlass: props.breakGlass ?? true,
    strictConditions: props.strictConditions ?? false,
  };
}

/**
 * What tells our statements from those of others: the stack and the path, so unique in the account and Region of the
 * key.
 */
export function sidPrefixOf(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 60 });
}

/** Who creates the table, and deploys the rest: what CloudFormation acts as, unless told otherwise. */
export function tableCreatorsOf(scope: Construct, props: EncryptedQueueToTableProps): string[] {
  return props.tableCreatorRoleArns ?? [bootstrapExecutionRoleArn(scope)!];
}

/** How the policy reaches the key, unless told otherwise. */
export function managementOf(props: EncryptedQueueToTableProps): KeyPolicyManagement {
  return props.keyPolicyManagement ?? KeyPolicyManagement.merge();
}

/** Ids of the lint rules whose findings the props ask for. */
export function acceptedRules(props: EncryptedQueueToTableProps): string[] {
  return [
    ...(props.allowAdminsToUseKey ? ['admin-can-use'] : []),
    ...(props.strictConditions ? [] : ['no-encryption-context']),
  ];
}
