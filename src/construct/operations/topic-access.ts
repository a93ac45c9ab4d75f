import { Annotations, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/**
 * Lets CloudWatch and EventBridge publish to the topics. The first statement in the policy of a topic takes the place
 * of SNS's own, which lets alarms of the account in, so both are needed.
 *
 * EventBridge takes no conditions in the policy of a topic.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function letPublish(scope: Construct, topics: readonly ITopic[]): void {
  for (const topic of new Set(topics)) {
    const added = publishStatements(scope, topic).map(statement => topic.addToResourcePolicy(statement).statementAdded);
    if (!added.every(Boolean)) warn(scope, 'topicPolicy', importedTopic(topic));
    if (topic.masterKey !== undefined) warn(scope, 'topicKey', encryptedTopic(topic));
  }
}

function publishStatements(scope: Construct, topic: ITopic): PolicyStatement[] {
  const stack = Stack.of(scope);
  const publish = { actions: ['sns:Publish'], resources: [topic.topicArn] };
  return [
    new PolicyStatement({
      ...publish,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' }) },
      },
    }),
    new PolicyStatement({ ...publish, principals: [new ServicePrincipal('events.amazonaws.com')] }),
  ];
}

function warn(scope: Construct, id: string, message: string): void {
  Annotations.of(scope).addWarningV2(`encrypted-queue-to-table:${id}`, message);
}

const importedTopic = ({ topicArn }: ITopic): string =>
  `the policy of the topic ${topicArn} can't be changed from here: let cloudwatch.amazonaws.com and events.amazonaws.com do sns:Publish there, or no alarm arrives`;

const encryptedTopic = ({ topicArn }: ITopic): string =>
  `the topic ${topicArn} is encrypted: let cloudwatch.amazonaws.com and events.amazonaws.com do kms:Decrypt and kms:GenerateDataKey* in the policy of its key, or no alarm arrives; for events.amazonaws.com without aws:SourceArn and aws:SourceAccount, which EventBridge does not send`;
