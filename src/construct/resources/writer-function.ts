import { Duration, Size } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge, FUNCTION_RULES, functionPolicyRules, MAPPING_RULES } from './acknowledgments';
import { addBundledFunction } from './bundled-function';
import type { PhysicalNames } from './physical-names';
import { lambdaFor } from './principals';
import { renderWriterConfiguration } from './writer-configuration';
import { renderWriterStatements, type WriterIdentityFacts } from '../../key-policy/identity/writer-identity';
import type { EncryptedQueueToTableProps } from '../encrypted-queue-to-table-props';

const DESCRIPTION = 'Moves messages from an encrypted queue into an encrypted table';

/**
 * Adds the role of the writer: what it may do is in one customer managed policy, of which nothing is inline or AWS
 * managed.
 */
export function addWriterRole(scope: Construct, props: EncryptedQueueToTableProps, names: PhysicalNames): iam.Role {
  const role = new iam.Role(scope, 'WriterRole', {
    roleName: names.writerRoleName,
    description: DESCRIPTION,
    assumedBy: lambdaFor(names.functionArn, names.account, props.strictConditions),
  });
  const policy = new iam.ManagedPolicy(role, 'Policy', {
    description: DESCRIPTION,
    roles: [role],
    statements: renderWriterStatements(writerFacts(props, names)).map(statement =>
      iam.PolicyStatement.fromJson(statement),
    ),
  });
  acknowledge(policy, functionPolicyRules(names.logGroupArn));
  return role;
}

function writerFacts(props: EncryptedQueueToTableProps, names: PhysicalNames): WriterIdentityFacts {
  const { account, functionArn, logGroupArn, queueArn, region, tableArn, tableName } = names;
  const { keyArn, strictConditions = false } = props;
  return {
    account,
    functionArn,
    keyArn,
    logGroupArn,
    queueArn,
    region,
    strictConditions,
    tableArn,
    tableName,
    tracing: true,
  };
}

/** Adds the function that writes, with its log. */
export function addWriter(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  names: PhysicalNames,
  role: iam.Role,
): lambda.Function {
  const writer = addBundledFunction(scope, 'Writer', {
    functionName: names.functionName,
    description: DESCRIPTION,
    bundle: 'writer/writer.lambda',
    role,
    timeout: timeoutOf(props),
    memorySize: props.memorySize ?? Size.mebibytes(512),
    environment: { WRITER_CONFIGURATION: JSON.stringify(renderWriterConfiguration(props, names)) },
    log: { id: 'WriterLog', logGroupName: names.logGroupName, retention: props.logRetention ?? RetentionDays.ONE_YEAR },
  });
  acknowledge(writer, FUNCTION_RULES);
  writer.node.addDependency(role); // its policy too, so that the first batch finds it
  return writer;
}

/** Adds what makes Lambda poll the queue, once the writer may read it. */
export function addMapping(
  scope: Construct,
  props: EncryptedQueueToTableProps,
  queue: sqs.Queue,
  writer: lambda.Function,
): lambda.EventSourceMapping {
  const mapping = new lambda.EventSourceMapping(scope, 'Mapping', {
    target: writer,
    eventSourceArn: queue.queueArn,
    batchSize: props.batchSize ?? 10,
    maxBatchingWindow: props.batchingWindow,
    maxConcurrency: props.maxConcurrency,
    reportBatchItemFailures: true,
  });
  acknowledge(mapping, MAPPING_RULES);
  return mapping;
}

/** Time the writer has for a batch; the queue hides a message for a multiple of it. */
export function timeoutOf(props: EncryptedQueueToTableProps): Duration {
  return props.timeout ?? Duration.seconds(30);
}
