import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge, DEAD_LETTER_QUEUE_RULES } from './acknowledgments';
import { rolePrincipals } from './principals';
import { renderDeadLetterQueueDenials, renderQueueDenials } from './queue-denials';
import { DEAD_LETTER_ACTIONS, QUEUE_SEND_ACTIONS } from '../../key-policy/data-actions';
import type { Settings } from '../settings';

/**
 * Adds the queue of what could not be stored: on the same key, fed by the one queue, kept longer than that one keeps.
 *
 * @param redrivers asked at the end, as a grant may add some
 */
export function addDeadLetterQueue(
  scope: Construct,
  settings: Settings,
  key: kms.IKey,
  redrivers: () => string[],
): sqs.Queue {
  const { names, redriverRoleArns } = settings;
  const queue = new sqs.Queue(scope, 'DeadLetterQueue', {
    ...sharedBy(settings, key),
    queueName: names.deadLetterQueueName,
    retentionPeriod: settings.deadLetterRetentionPeriod,
    redriveAllowPolicy: {
      redrivePermission: sqs.RedrivePermission.BY_QUEUE,
      sourceQueues: [sqs.Queue.fromQueueArn(scope, 'SourceQueue', names.queueArn)],
    },
  });
  acknowledge(queue, DEAD_LETTER_QUEUE_RULES);
  if (redriverRoleArns.length > 0) {
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'RedriversTakeOut',
        principals: rolePrincipals(redriverRoleArns),
        actions: DEAD_LETTER_ACTIONS,
        resources: [queue.queueArn],
      }),
    );
  }
  renderDeadLetterQueueDenials(settings, redrivers).forEach(denial => queue.addToResourcePolicy(denial));
  return queue;
}

/** Adds the queue that consumers send to. */
export function addQueue(scope: Construct, settings: Settings, key: kms.IKey, deadLetterQueue: sqs.Queue): sqs.Queue {
  const queue = new sqs.Queue(scope, 'Queue', {
    ...sharedBy(settings, key),
    queueName: settings.names.queueName,
    retentionPeriod: settings.retentionPeriod,
    visibilityTimeout: settings.visibilityTimeout,
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: settings.outagePatience.maxReceiveCount },
  });
  const senders = rolePrincipals(settings.consumerRoleArns, settings.producerRoleArns, settings.redriverRoleArns);
  if (senders.length > 0) {
    queue.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'ConsumersSend',
        principals: senders,
        actions: QUEUE_SEND_ACTIONS,
        resources: [queue.queueArn],
      }),
    );
  }
  renderQueueDenials(settings).forEach(denial => queue.addToResourcePolicy(denial));
  return queue;
}

/** What must be the same on both: a dead letter is no less secret than a letter. */
function sharedBy(settings: Settings, key: kms.IKey): sqs.QueueProps {
  return {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: key,
    dataKeyReuse: settings.dataKeyReuse,
    enforceSSL: true,
    fifo: settings.fifo || undefined,
    maxMessageSizeBytes: settings.maxMessageSize.toBytes(),
  };
}
