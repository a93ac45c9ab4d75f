// An app as a user of the package has one, in a folder of its own: two stacks with a reference between them, and a stage.
const { App, RemovalPolicy, Stack, Stage, aws_ssm: ssm } = require('aws-cdk-lib');
const { EncryptedQueueToTable, KeyPolicyManagement } = require('encrypted-queue-to-table');

const app = new App({ analyticsReporting: false });
const variant = app.node.tryGetContext('variant') ?? 'first';
const env = { account: '111122223333', region: 'eu-west-1' };

function addOrders(scope, keyArn, props = { deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY }) {
  return new EncryptedQueueToTable(scope, 'Orders', {
    keyArn: app.node.getContext(keyArn),
    keyPolicyManagement: KeyPolicyManagement.replace(),
    adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
    consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
    redriverRoleArns: variant === 'first' ? [] : ['arn:aws:iam::111122223333:role/OnCall'],
    batchSize: variant === 'first' ? 10 : 5,
    ...props,
  });
}

/** Fails at deployment as it does in AWS, once everything else is there: the name is taken. */
function addTaken(scope, orders) {
  const parameterName = '/cdk-bootstrap/hnb659fds/version';
  new ssm.StringParameter(scope, 'Taken', { parameterName, stringValue: '1' }).node.addDependency(orders);
}

const ordersStack = new Stack(app, 'OrdersStack', { env });
const orders = addOrders(ordersStack, 'keyArn');
if (variant === 'broken') addTaken(ordersStack, orders);

// nothing of the construct has to be imported, so the reference is to a resource beside it
const shared = new ssm.StringParameter(ordersStack, 'Shared', { parameterName: '/orders/shared', stringValue: '1' });
const application = new Stack(app, 'Application', { env });
new ssm.StringParameter(application, 'Writer', {
  parameterName: '/orders/writer',
  stringValue: `${orders.writer.functionArn} ${shared.parameterName}`,
});

const production = new Stage(app, 'Production', { env });
addOrders(new Stack(production, 'OrdersStack'), 'otherKeyArn');

// a table that is protected, as by default
const kept = app.node.tryGetContext('kept');
if (kept !== undefined) {
  const keptStack = new Stack(app, 'Kept', { env });
  const protectedOrders = addOrders(keptStack, 'keptKeyArn', { queueName: 'kept-orders', tableName: 'kept-orders' });
  if (kept === 'broken') addTaken(keptStack, protectedOrders);
}
