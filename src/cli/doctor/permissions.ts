import type { Action } from '../deployed/reader';

/** What doctor reads. A test runs it with exactly these rights. */
const ACTIONS: readonly Action[] = [
  'cloudformation:DescribeStackResource',
  'cloudformation:DescribeStacks',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackResources',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'dynamodb:DescribeContinuousBackups',
  'dynamodb:DescribeTable',
  'dynamodb:DescribeTimeToLive',
  'dynamodb:GetResourcePolicy',
  'events:DescribeRule',
  'events:ListTargetsByRule',
  'kms:DescribeKey',
  'kms:GetKeyLastUsage',
  'kms:GetKeyPolicy',
  'kms:ListGrants',
  'kms:ListKeyRotations',
  'lambda:GetAccountSettings',
  'lambda:GetEventSourceMapping',
  'lambda:GetFunctionConcurrency',
  'lambda:GetFunctionConfiguration',
  'lambda:ListEventSourceMappings',
  'logs:DescribeLogGroups',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
];

/** The IAM policy that doctor needs, and no more. */
export const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'EncryptedQueueToTableDoctor', Effect: 'Allow', Action: ACTIONS, Resource: '*' }],
};
