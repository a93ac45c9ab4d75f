import type { Cloud } from '../cloudformation/cloud';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { queryService } from '../gateway/query-protocol';
import { ServiceError } from '../gateway/service-error';
import type { Service, WireRequest } from '../gateway/wire';
import type { Subscription, Topic } from '../sns/topics';

/** SNS: topics, who is subscribed, and publishing. */
export function sns({ account, region, authorize, monitoring: { topics } }: Cloud, unknownCall: UnknownCall): Service {
  const requirePermission = permissionRequired(authorize, region, 'AuthorizationError');
  /** The topic of a request whose caller may do this to it: for callers of the account, its owner is the account. */
  const topicFor = async ({ caller }: WireRequest, action: string, arn: unknown): Promise<Topic> => {
    await requirePermission(caller, `sns:${action}`, String(arn), { 'aws:SourceOwner': account });
    const topic = topics.find(String(arn));
    if (topic === undefined) throw new ServiceError('NotFound', 'Topic does not exist', 404);
    return topic;
  };
  return queryService({
    name: 'sns',
    namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    unknownCall,
    operations: {
      CreateTopic: async ({ Name, Attributes }, { caller }) => {
        await requirePermission(caller, 'sns:CreateTopic', topics.arnOf(String(Name)));
        return { TopicArn: topics.create(String(Name), entriesIn(Attributes)).arn };
      },
      DeleteTopic: async ({ TopicArn }, request) =>
        topics.delete((await topicFor(request, 'DeleteTopic', TopicArn)).arn),
      ListTopics: async (_, { caller }) => {
        await requirePermission(caller, 'sns:ListTopics', '*');
        return { Topics: topics.all.map(({ arn }) => ({ TopicArn: arn })) };
      },
      GetTopicAttributes: async ({ TopicArn }, request) => {
        const topic = await topicFor(request, 'GetTopicAttributes', TopicArn);
        const confirmed = topic.subscriptions.filter(({ isConfirmed }) => isConfirmed).length;
        const attributes = {
          TopicArn: topic.arn,
          Owner: account,
          Policy: topics.policyOf(topic.arn),
          DisplayName: '',
          SubscriptionsConfirmed: confirmed,
          SubscriptionsPending: topic.subscriptions.length - confirmed,
          SubscriptionsDeleted: 0,
          ...Object.fromEntries([...topic.attributes].filter(([name]) => name !== 'Policy')),
        };
        return { Attributes: { entry: Object.entries(attributes).map(([key, value]) => ({ key, value })) } };
      },
      SetTopicAttributes: async ({ TopicArn, AttributeName, AttributeValue = '' }, request) => {
        const { attributes } = await topicFor(request, 'SetTopicAttributes', TopicArn);
        if (AttributeValue === '') attributes.delete(String(AttributeName));
        else attributes.set(String(AttributeName), String(AttributeValue));
      },
      Subscribe: async ({ TopicArn, Protocol, Endpoint, Attributes }, request) => {
        const topic = await topicFor(request, 'Subscribe', TopicArn);
        const { arn, isConfirmed } = topics.subscribe(topic, String(Protocol), String(Endpoint), entriesIn(Attributes));
        return { SubscriptionArn: isConfirmed ? arn : 'pending confirmation' };
      },
      Unsubscribe: async ({ SubscriptionArn }, { caller }) => {
        await requirePermission(caller, 'sns:Unsubscribe', '*');
        topics.unsubscribe(String(SubscriptionArn));
      },
      ListSubscriptionsByTopic: async ({ TopicArn }, request) => {
        const { subscriptions } = await topicFor(request, 'ListSubscriptionsByTopic', TopicArn);
        return { Subscriptions: subscriptions.map(one => render(one, account)) };
      },
      Publish: async ({ TopicArn, Message, Subject }, request) => {
        const topic = await topicFor(request, 'Publish', TopicArn);
        if (Message === undefined || Message === '') {
          throw new ServiceError('InvalidParameter', 'Invalid parameter: Empty message');
        }
        const { id } = await topics.publish(
          topic,
          request.caller.principal,
          String(Message),
          Subject as string | undefined,
        );
        return { MessageId: id };
      },
    },
  });
}

const render = ({ arn, topicArn, protocol, endpoint, isConfirmed }: Subscription, account: string): Fields => ({
  SubscriptionArn: isConfirmed ? arn : 'PendingConfirmation',
  Owner: account,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});

/** A map as a form has it: `Attributes.entry.1.key`. */
const entriesIn = (map: Fields | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.values((map?.entry ?? {}) as Record<string, Fields>).map(({ key, value }) => [String(key), String(value)]),
  );
