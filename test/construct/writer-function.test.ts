import { Duration, Size } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { KeyPolicyManagement } from '../../src';
import { ACCOUNT, KEY_ARN, NAME, REGION, synthOrders } from '../support/orders';

describe('the writer', () => {
  test('runs the bundle on a current Node, traced', () => {
    synthOrders().hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 30,
      MemorySize: 512,
      TracingConfig: { Mode: 'Active' },
    });
  });

  test('keeps its log for a year', () => {
    synthOrders().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  test('is told which messages failed, not that a batch failed', () => {
    synthOrders().hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('follows every prop', () => {
    const template = synthOrders({
      timeout: Duration.seconds(10),
      memorySize: Size.gibibytes(1),
      logRetention: RetentionDays.ONE_WEEK,
      batchSize: 1_000,
      maxBatchingWindow: Duration.seconds(2),
      maxConcurrency: 5,
    });

    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 10, MemorySize: 1_024 });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 2,
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test('has one customer managed policy, and nothing inline or AWS managed', () => {
    const template = synthOrders({ keyPolicyManagement: KeyPolicyManagement.render() });

    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent(), ManagedPolicyArns: Match.absent() });
  });

  test('may decrypt through the queue and through the table, and not a thing more with the key', () => {
    const [policy] = Object.values(
      synthOrders({ keyPolicyManagement: KeyPolicyManagement.render() }).findResources('AWS::IAM::ManagedPolicy'),
    );
    const allowed = policy.Properties.PolicyDocument.Statement.filter(
      (statement: iam.PolicyStatementProps & { Effect: string }) => statement.Effect === 'Allow',
    );
    const onKey = allowed.filter((statement: { Resource: unknown }) => statement.Resource === KEY_ARN);

    expect(onKey.map((statement: { Action: string }) => statement.Action)).toEqual(['kms:Decrypt', 'kms:Decrypt']);
    expect(
      onKey.map(
        (statement: { Condition: { StringEquals: Record<string, unknown> } }) =>
          statement.Condition.StringEquals['kms:ViaService'],
      ),
    ).toEqual(['sqs.eu-west-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com']);
  });

  test('has a role that Lambda assumes, on request for this function only', () => {
    const trust = (props: object): unknown[] =>
      Object.values(synthOrders(props).findResources('AWS::IAM::Role')).map(
        ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0].Condition,
      );

    expect(trust({})).toEqual([undefined, undefined]);
    expect(trust({ strictConditions: true })).toEqual(
      expect.arrayContaining([
        {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnEquals: { 'aws:SourceArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}` },
        },
      ]),
    );
    expect(trust({ strictConditions: true })).not.toContain(undefined);
  });

  test('is polled only once its role may read the queue', () => {
    const [writer] = Object.values(
      synthOrders().findResources('AWS::Lambda::Function', { Properties: { FunctionName: NAME } }),
    );

    expect(writer.DependsOn).toEqual(['OrdersWriterRolePolicy3A097EC7', 'OrdersWriterRoleCD4B90C9']);
  });
});
