import { Stack, type StackProps } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { type Construct } from 'constructs';
import { EncryptedQueueToTable, ItemKey } from 'encrypted-queue-to-table';

export interface OrdersStackProps extends StackProps {
  readonly keyArn: string;
}

/** A stack of your own around the construct, with an alarm, which the test beside it is about. */
export class OrdersStack extends Stack {
  public readonly orders: EncryptedQueueToTable;

  public constructor(scope: Construct, id: string, props: OrdersStackProps) {
    super(scope, id, props);
    this.orders = new EncryptedQueueToTable(this, 'Orders', {
      keyArn: props.keyArn,
      adminRoleArns: [`arn:aws:iam::${this.account}:role/KeyAdmin`],
      consumerRoleArns: [`arn:aws:iam::${this.account}:role/OrdersApp`],
      partitionKey: ItemKey.jsonField('orderId'),
    });
    new Alarm(this, 'DeadLetters', {
      metric: this.orders.deadLetterQueue.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
      evaluationPeriods: 1,
    });
  }
}
