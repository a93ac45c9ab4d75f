import type { Cloud } from '../cloudformation/cloud';
import type { Fields } from '../gateway/operations';
import type { EventSourceMapping } from '../lambda/event-source-mapping';
import type { LambdaFunction } from '../lambda/function';

/** A function as Lambda's API describes it. */
export function renderFunction({ arn, definition, lastModified }: LambdaFunction): Fields {
  return {
    FunctionName: definition.name,
    FunctionArn: arn,
    Runtime: 'nodejs24.x',
    Role: definition.roleArn,
    Handler: definition.handler,
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memoryMegabytes,
    Version: '$LATEST',
    PackageType: 'Zip',
    State: 'Active',
    LastModified: lastModified.toISOString().replace('Z', '+0000'),
    LastUpdateStatus: 'Successful',
    Environment: { Variables: definition.variables },
    LoggingConfig: { LogGroup: definition.logGroup, LogFormat: 'Text' },
  };
}

export function renderMapping(
  id: string,
  { definition, functionArn, isEnabled, problem }: EventSourceMapping,
  { region, account }: Cloud,
): Fields {
  return {
    UUID: id,
    EventSourceMappingArn: `arn:aws:lambda:${region}:${account}:event-source-mapping:${id}`,
    EventSourceArn: definition.queueArn,
    FunctionArn: functionArn,
    BatchSize: definition.batchSize,
    MaximumBatchingWindowInSeconds: definition.windowSeconds,
    FunctionResponseTypes: definition.reportsBatchItemFailures ? ['ReportBatchItemFailures'] : [],
    ScalingConfig: definition.maximumConcurrency && { MaximumConcurrency: definition.maximumConcurrency },
    MetricsConfig: { Metrics: definition.countedAs === undefined ? [] : ['EventCount'] },
    State: isEnabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
    // for queues AWS documents no text: [U]
    LastProcessingResult: problem === undefined ? 'OK' : `PROBLEM: ${problem.message}`,
  };
}

/** How many executions an account has at a time unless it asks for more. */
const ACCOUNT_CONCURRENCY = 1000;

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export function renderAccount(functions: readonly LambdaFunction[]): Fields {
  const reserved = functions.reduce((sum, { definition }) => sum + (definition.reservedConcurrency ?? 0), 0);
  return {
    AccountLimit: {
      ConcurrentExecutions: ACCOUNT_CONCURRENCY,
      UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reserved,
    },
    AccountUsage: { FunctionCount: functions.length },
  };
}
