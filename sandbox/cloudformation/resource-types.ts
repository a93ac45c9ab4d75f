import { customResource } from './custom-resource';
import type { ResourceType } from './resource-type';
import { cloudWatchAlarm, cloudWatchCompositeAlarm } from './resources/cloudwatch-alarm';
import { cloudWatchDashboard } from './resources/cloudwatch-dashboard';
import { dynamoDbGlobalTable } from './resources/dynamodb-global-table';
import { eventsRule } from './resources/events-rule';
import { iamManagedPolicy, iamPolicy } from './resources/iam-policy';
import { iamRole } from './resources/iam-role';
import { kmsAlias } from './resources/kms-alias';
import { kmsKey } from './resources/kms-key';
import { lambdaEventSourceMapping } from './resources/lambda-event-source-mapping';
import { lambdaFunction } from './resources/lambda-function';
import { logsLogGroup } from './resources/logs-log-group';
import { recorded } from './resources/recorded';
import { s3Bucket } from './resources/s3-bucket';
import { s3BucketNotifications } from './resources/s3-bucket-notifications';
import { snsSubscription, snsTopic, snsTopicPolicy } from './resources/sns-topic';
import { sqsQueue } from './resources/sqs-queue';
import { sqsQueuePolicy } from './resources/sqs-queue-policy';
import { ssmParameter } from './resources/ssm-parameter';
import { stateMachine } from './resources/state-machine';

const TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::CDK::Metadata': recorded('Analytics', name => name),
  'AWS::CloudFormation::CustomResource': customResource,
  'AWS::CloudWatch::Alarm': cloudWatchAlarm,
  'AWS::CloudWatch::CompositeAlarm': cloudWatchCompositeAlarm,
  'AWS::CloudWatch::Dashboard': cloudWatchDashboard,
  'AWS::DynamoDB::GlobalTable': dynamoDbGlobalTable,
  'AWS::ECR::Repository': recorded(
    'RepositoryName',
    (name, region, account) => `arn:aws:ecr:${region}:${account}:repository/${name}`,
  ),
  'AWS::Events::Rule': eventsRule,
  'AWS::IAM::Group': recorded('GroupName', (name, _, account) => `arn:aws:iam::${account}:group/${name}`),
  'AWS::IAM::ManagedPolicy': iamManagedPolicy,
  'AWS::IAM::Policy': iamPolicy,
  'AWS::IAM::Role': iamRole,
  'AWS::KMS::Alias': kmsAlias,
  'AWS::KMS::Key': kmsKey,
  'AWS::Lambda::EventSourceMapping': lambdaEventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': recorded('Id', name => name),
  'AWS::Logs::LogGroup': logsLogGroup,
  'AWS::S3::Bucket': s3Bucket,
  'AWS::S3::BucketPolicy': recorded('Bucket', name => name),
  'AWS::SNS::Subscription': snsSubscription,
  'AWS::SNS::Topic': snsTopic,
  'AWS::SNS::TopicPolicy': snsTopicPolicy,
  'AWS::SQS::Queue': sqsQueue,
  'AWS::SQS::QueuePolicy': sqsQueuePolicy,
  'AWS::SSM::Parameter': ssmParameter,
  'AWS::StepFunctions::StateMachine': stateMachine,
  'Custom::S3BucketNotifications': s3BucketNotifications,
};

/** @throws if the sandbox could only ignore resources of the type */
export function resourceType(type: string, logicalId: string): ResourceType {
  if (Object.hasOwn(TYPES, type)) return TYPES[type];
  if (type.startsWith('Custom::')) return customResource;
  throw new Error(`the sandbox does not know the resource type '${type}' [${logicalId}]`);
}
