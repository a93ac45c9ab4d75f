import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge, DEAD_LETTER_QUEUE_RULES } from './acknowledgments';
import { REDRIVE_ACTIONS, QUEUE_SEND_ACTIONS } from './data-actions';
import { rolePrincipals } from './principals';
import { renderDeadLetterQueueDenials, renderQueueDenials } from './queue-denials';
import type { ServiceProducer } from '../../key-policy/render/facts';
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
        actions: REDRIVE_ACTIONS,
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
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'ConsumersSend',
      principals: rolePrincipals(settings.consumerRoleArns, settings.producerRoleArns, settings.redriverRoleArns),
      actions: QUEUE_SEND_ACTIONS,
      resources: [queue.queueArn],
    }),
  );
  renderQueueDenials(settings).forEach(denial => queue.addToResourcePolicy(denial));
  return queue;
}

/** Lets a service send as itself, for the one source it is named for. */
export function addServiceProducer(queue: sqs.Queue, { service, sourceArn, sourceAccount }: ServiceProducer): void {
  queue.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal(service)],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': sourceArn }, StringEquals: { 'aws:SourceAccount': sourceAccount } },
    }),
  );
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
