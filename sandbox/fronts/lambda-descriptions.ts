import type { Cloud } from '../cloudformation/cloud';
import type { Fields } from '../gateway/operations';
import type { EventSourceMapping } from '../lambda/event-source-mapping';
import type { LambdaFunction } from '../lambda/function';

/** A function as Lambda's API describes it. */
export function renderFunction({ arn, definition }: LambdaFunction): Fields {
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
    LastUpdateStatus: 'Successful',
    Environment: { Variables: definition.variables },
    LoggingConfig: { LogGroup: definition.logGroup, LogFormat: 'Text' },
  };
}

export function renderMapping(
  id: string,
  { definition, functionArn }: EventSourceMapping,
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
    State: 'Enabled',
  };
}
