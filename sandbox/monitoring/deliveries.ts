import type { Authorize } from '../iam/authorization';
import type { Identity } from '../iam/identities';
import type { PublishedMessage, Subscription, Topics } from '../sns/topics';
import type { SqsService } from '../sqs/service';

/** Sends to a queue, as a service that may. */
export type SendToQueue = (caller: Identity, queueArn: string, body: string) => Promise<void>;

/** Sends through the front of SQS, which asks the policies and keys of the queue. */
export const sendThrough =
  (sqs: Pick<SqsService, 'call'>): SendToQueue =>
  async (caller, queueArn, MessageBody) => {
    await sqs.call(caller, 'SendMessage', { QueueUrl: queueArn.replaceAll(':', '/'), MessageBody });
  };

/** The condition keys that a service sets when it publishes to a topic for a resource of the account. */
type Context = Identity['context'];

/** Publishes to a topic as a service, if its policy lets the service in. @throws with the reason if it does not */
export async function publishAs(
  service: string,
  topics: Topics,
  authorize: Authorize,
  { arn, message, subject, context = {} }: { arn: string; message: string; subject?: string; context?: Context },
): Promise<void> {
  const topic = topics.find(arn);
  if (topic === undefined) throw new Error(`Topic does not exist: ${arn}`);
  const verdict = await authorize({ principal: service, action: 'sns:Publish', resource: arn, context });
  if (!verdict.allowed) {
    throw new Error(
      `${service} is not authorized to perform: SNS:Publish on resource: ${arn} because ${verdict.reason}`,
    );
  }
  await topics.publish(topic, service, message, subject);
}

/**
 * How a message reaches a queue: in an envelope, unless the subscription wants it raw.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export const deliverToQueue =
  (send: SendToQueue) =>
  async (
    { id, topicArn, subject, message, at }: PublishedMessage,
    { arn, endpoint, attributes }: Subscription,
  ): Promise<void> => {
    const envelope = {
      Type: 'Notification',
      MessageId: id,
      TopicArn: topicArn,
      Subject: subject,
      Message: message,
      Timestamp: new Date(at).toISOString(),
      UnsubscribeURL: `https://sns.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${arn}`,
    };
    const isRaw = String(attributes.RawMessageDelivery) === 'true';
    const caller = {
      principal: 'sns.amazonaws.com',
      context: { 'aws:SourceArn': topicArn, 'aws:SourceAccount': topicArn.split(':')[4] },
    };
    // what a queue refuses is lost
    await send(caller, endpoint, isRaw ? message : JSON.stringify(envelope)).catch(() => undefined);
  };
