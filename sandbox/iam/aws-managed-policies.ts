import type { Policy } from './roles';

const allowing = (...Action: string[]): Policy => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});

const READ_SERVICES = [
  'cloudformation',
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'events',
  'iam',
  'kms',
  'lambda',
  'logs',
  's3',
  'sns',
  'sqs',
  'ssm',
  'states',
];

/** Policies of AWS that the account knows. Where AWS lists actions of many services, those of the sandbox stand. */
const POLICIES: Readonly<Record<string, Policy>> = {
  AdministratorAccess: allowing('*'),
  AWSCloudFormationReadOnlyAccess: allowing(
    'cloudformation:Describe*',
    'cloudformation:EstimateTemplateCost',
    'cloudformation:Get*',
    'cloudformation:List*',
    'cloudformation:ValidateTemplate',
    'cloudformation:Detect*',
  ),
  ReadOnlyAccess: allowing(
    ...READ_SERVICES.flatMap(service => ['Describe*', 'Get*', 'List*'].map(verb => `${service}:${verb}`)),
    'logs:FilterLogEvents',
  ),
  'service-role/AWSLambdaBasicExecutionRole': allowing(
    'logs:CreateLogGroup',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ),
};

/** @throws if the sandbox does not know what a policy allows */
export function awsManagedPolicy(arn: string): Policy {
  const name = arn.replace('arn:aws:iam::aws:policy/', '');
  if (!Object.hasOwn(POLICIES, name)) throw new Error(`the sandbox does not know what ${arn} allows`);
  return POLICIES[name];
}
