/** Whether an app may change something of a resource: it makes it stricter, or breaks no promise. */
export function isHarmless(type: string, path: string, made: unknown, got: unknown): boolean {
  const rules = { ...OF_ANY, ...OF_TYPE[type] };
  const rule = Object.entries(rules).find(([name]) => path === name || path.startsWith(`${name}.`));
  return rule !== undefined && rule[1](made, got);
}

type Rule = (made: unknown, got: unknown) => boolean;

const whatever: Rule = () => true;
const atLeast: Rule = (made, got) => Number(got) >= Number(made);
const atMost: Rule = (made, got) => Number(got) <= Number(made);
const on: Rule = (_, got) => got === true;

/** What happens to a resource at its end is the app's to say: it loses data, and shows it to nobody. */
const OF_ANY = { DeletionPolicy: whatever, Tags: whatever, UpdateReplacePolicy: whatever };

const OF_TYPE: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  'AWS::SQS::Queue': {
    DelaySeconds: whatever,
    KmsDataKeyReusePeriodSeconds: atMost,
    MaximumMessageSize: atMost,
    MessageRetentionPeriod: atLeast,
    ReceiveMessageWaitTimeSeconds: whatever,
  },
  'AWS::DynamoDB::GlobalTable': {
    AttributeDefinitions: whatever, // CloudFormation refuses one that no key or index names
    BillingMode: whatever,
    'Replicas.0.DeletionProtectionEnabled': on,
    'Replicas.0.PointInTimeRecoverySpecification.RecoveryPeriodInDays': whatever,
    'Replicas.0.ReadOnDemandThroughputSettings': whatever,
    'Replicas.0.ReadProvisionedThroughputSettings': whatever,
    'Replicas.0.TableClass': whatever,
    'Replicas.0.Tags': whatever,
    WarmThroughput: whatever,
    WriteOnDemandThroughputSettings: whatever,
    WriteProvisionedThroughputSettings: whatever,
  },
  'AWS::Lambda::Function': {
    CodeSigningConfigArn: whatever,
    Description: whatever,
    EphemeralStorage: whatever,
    KmsKeyArn: whatever,
    MemorySize: whatever,
    RecursiveLoop: whatever,
    ReservedConcurrentExecutions: whatever,
    RuntimeManagementConfig: whatever,
    TracingConfig: whatever,
  },
  'AWS::Lambda::EventSourceMapping': { Enabled: whatever, MetricsConfig: whatever, ScalingConfig: whatever },
  'AWS::IAM::Role': { Description: whatever, MaxSessionDuration: whatever, PermissionsBoundary: whatever },
  'AWS::IAM::ManagedPolicy': { Description: whatever },
  'AWS::Logs::LogGroup': {
    DataProtectionPolicy: whatever,
    DeletionProtectionEnabled: on,
    FieldIndexPolicies: whatever,
    KmsKeyId: whatever,
    RetentionInDays: whatever,
  },
};
