import { Lazy } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { denyAllBut } from './deny-all-but';
import { QUEUE_RECEIVE_ACTIONS } from '../../key-policy/data-actions';
import type { Settings } from '../settings';

/** Who takes messages out of the queue: the writer. Who changes the queue: those who deploy it. */
export function renderQueueDenials(settings: Settings): iam.PolicyStatement[] {
  const { queueArn, writerRoleArn } = settings.names;
  return [
    denyAllBut({
      sid: 'OnlyTheWriterReceives',
      actions: QUEUE_RECEIVE_ACTIONS,
      resourceArn: queueArn,
      principalArns: [writerRoleArn],
    }),
    onlyDeployersChange(settings, queueArn),
  ];
}

/**
 * The same for the dead letters, which redrivers take out. With no redriver that is the root user, whom the key lets
 * read none of them.
 *
 * @param redrivers asked at the end, as a grant may add some
 */
export function renderDeadLetterQueueDenials(settings: Settings, redrivers: () => string[]): iam.PolicyStatement[] {
  const { deadLetterQueueArn } = settings.names;
  const principalArns = () => (redrivers().length > 0 ? redrivers() : [settings.names.rootArn]);
  return [
    denyAllBut({
      sid: 'OnlyRedriversTakeOut',
      actions: [...QUEUE_RECEIVE_ACTIONS, 'sqs:CancelMessageMoveTask', 'sqs:StartMessageMoveTask'],
      resourceArn: deadLetterQueueArn,
      principalArns: Lazy.list({ produce: principalArns }),
    }),
    onlyDeployersChange(settings, deadLetterQueueArn),
  ];
}

/** The root user stays in, so that a queue whose deployer is gone can be unlocked. */
function onlyDeployersChange({ names, tableCreatorRoleArns }: Settings, resourceArn: string): iam.PolicyStatement {
  return denyAllBut({
    sid: 'OnlyDeployersChange',
    actions: CHANGE_ACTIONS,
    resourceArn,
    principalArns: [...tableCreatorRoleArns, names.rootArn],
  });
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-least-privilege-policy.html */
const CHANGE_ACTIONS = ['sqs:AddPermission', 'sqs:DeleteQueue', 'sqs:RemovePermission', 'sqs:SetQueueAttributes'];
