import { ACCOUNT, REGION } from '../support/key-policy-facts';

type Json = any;

/** How the ARN of a resource begins, and the property that ends it. */
const ARNS: Readonly<Record<string, readonly [start: string, name: string]>> = {
  'AWS::DynamoDB::GlobalTable': [`arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/`, 'TableName'],
  'AWS::Events::Rule': [`arn:aws:events:${REGION}:${ACCOUNT}:rule/`, 'Name'],
  'AWS::IAM::Role': [`arn:aws:iam::${ACCOUNT}:role/`, 'RoleName'],
  'AWS::Lambda::Function': [`arn:aws:lambda:${REGION}:${ACCOUNT}:function:`, 'FunctionName'],
  'AWS::Logs::LogGroup': [`arn:aws:logs:${REGION}:${ACCOUNT}:log-group:`, 'LogGroupName'],
  'AWS::S3::Bucket': ['arn:aws:s3:::', 'BucketName'],
  'AWS::SNS::Topic': [`arn:aws:sns:${REGION}:${ACCOUNT}:`, 'TopicName'],
  'AWS::SQS::Queue': [`arn:aws:sqs:${REGION}:${ACCOUNT}:`, 'QueueName'],
};

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/OrdersStack/1`,
  'AWS::URLSuffix': 'amazonaws.com',
};

/**
 * A part of a template with the ARNs that CloudFormation would put in: a resource is called what its properties say, or
 * by its logical id.
 */
export function resolved<T = Json>(value: Json, resources: Readonly<Record<string, Json>>): T {
  if (Array.isArray(value)) return value.map(item => resolved(item, resources)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const [[name, argument] = ['', undefined]] = Object.entries<Json>(value);
  if (name === 'Ref') return (PSEUDO[argument] ?? arnOf(argument, resources)) as T;
  if (name === 'Fn::GetAtt') return arnOf(argument[0], resources) as T;
  if (name === 'Fn::Join') return resolved<string[]>(argument[1], resources).join(argument[0]) as unknown as T;
  if (name.startsWith('Fn::')) throw new Error(`nothing here knows ${name}`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, resources)])) as T;
}

function arnOf(logicalId: string, resources: Readonly<Record<string, Json>>): string {
  const { Type, Properties } = resources[logicalId] ?? {};
  const [start, name] = ARNS[Type] ?? [];
  if (start === undefined || name === undefined) return logicalId; // nothing that a policy speaks of
  return `${start}${resolved<string | undefined>(Properties?.[name], resources) ?? logicalId}`;
}
