import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge, FUNCTION_RULES, functionPolicyRules, LOG_GROUP_RULES, MAPPING_RULES } from './acknowledgments';
import { addBundledFunction } from './bundled-function';
import { lambdaFor } from './principals';
import { renderWriterConfiguration } from './writer-configuration';
import { renderWriterStatements, type WriterIdentityFacts } from '../../key-policy/identity/writer-identity';
import type { Settings } from '../settings';

const DESCRIPTION = 'Moves messages from an encrypted queue into an encrypted table';

/** Adds the role of the writer. All its permissions are in one managed policy: nothing is inline or AWS managed. */
export function addWriterRole(scope: Construct, settings: Settings): iam.Role {
  const { names, strictConditions } = settings;
  const role = new iam.Role(scope, 'WriterRole', {
    roleName: names.writerRoleName,
    path: settings.rolePath,
    description: DESCRIPTION,
    assumedBy: lambdaFor(names.functionArn, names.account, strictConditions),
  });
  const policy = new iam.ManagedPolicy(role, 'Policy', {
    description: DESCRIPTION,
    roles: [role],
    statements: renderWriterStatements(writerFacts(settings)).map(statement => iam.PolicyStatement.fromJson(statement)),
  });
  acknowledge(policy, functionPolicyRules(names.logGroupArn));
  return role;
}

function writerFacts({ keyArn, names, strictConditions }: Settings): WriterIdentityFacts {
  const { account, functionArn, logGroupArn, queueArn, region, tableArn, tableName } = names;
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
export function addWriter(scope: Construct, settings: Settings, role: iam.Role): lambda.Function {
  const { logRetention, memorySize, names, timeout } = settings;
  const logGroup = new logs.LogGroup(scope, 'WriterLog', {
    logGroupName: names.logGroupName,
    retention: logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  acknowledge(logGroup, LOG_GROUP_RULES);
  const writer = addBundledFunction(scope, 'Writer', {
    functionName: names.functionName,
    description: DESCRIPTION,
    bundle: 'writer/writer.lambda',
    role,
    timeout,
    memorySize,
    environment: { WRITER_CONFIGURATION: JSON.stringify(renderWriterConfiguration(settings)) },
    logGroup,
  });
  acknowledge(writer, FUNCTION_RULES);
  writer.node.addDependency(role); // its policy too, so that the first batch finds it
  return writer;
}

/** Adds what makes Lambda poll the queue, once the writer may read it. */
export function addMapping(
  scope: Construct,
  settings: Settings,
  queue: sqs.Queue,
  writer: lambda.Function,
): lambda.EventSourceMapping {
  const mapping = new lambda.EventSourceMapping(scope, 'Mapping', {
    target: writer,
    eventSourceArn: queue.queueArn,
    batchSize: settings.batchSize,
    maxBatchingWindow: settings.maxBatchingWindow,
    maxConcurrency: settings.maxConcurrency,
    reportBatchItemFailures: true,
    metricsConfig: { metrics: [lambda.MetricType.EVENT_COUNT] },
  });
  acknowledge(mapping, MAPPING_RULES);
  return mapping;
}
