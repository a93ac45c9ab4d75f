import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { EncryptedQueueToTable } from 'encrypted-queue-to-table';

/*
 * A service on ECS sends orders and reads them back. What is granted to is its task role: the execution role, which
 * fetches the image, has no business with the data.
 */
const app = new App();
const env = { account: '111122223333', region: 'eu-west-1' };

const data = new Stack(app, 'OrdersStack', { env });
const orders = new EncryptedQueueToTable(data, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string, // cdk deploy --context keyArn=arn:aws:kms:…
  adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
});

const shop = new Stack(app, 'ShopStack', { env });
const vpc = new ec2.Vpc(shop, 'Vpc', { availabilityZones: ['eu-west-1a', 'eu-west-1b'], natGateways: 1 });
const cluster = new ecs.Cluster(shop, 'Cluster', { vpc });
const task = new ecs.FargateTaskDefinition(shop, 'Task');
task.addContainer('Shop', {
  image: ecs.ContainerImage.fromAsset(join(__dirname, 'shop')),
  portMappings: [{ containerPort: 8080 }],
  environment: { QUEUE_URL: orders.queueUrl, TABLE_NAME: orders.tableName },
  logging: ecs.LogDriver.awsLogs({ streamPrefix: 'shop' }),
});
orders.grantSendMessages(task.taskRole);
orders.grantReadData(task.taskRole);
shop.addDependency(data);

new ecs.FargateService(shop, 'Service', { cluster, taskDefinition: task, minHealthyPercent: 100 });
