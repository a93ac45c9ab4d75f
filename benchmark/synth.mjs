// Loads a library, constructs an app and synthesises it, and says what each took: node synth.mjs <library> <count> <directory>
import { createRequire } from 'node:module';

const [library, count, outdir] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-00000000000000000000000000000000';
const role = name => `arn:aws:iam::111122223333:role/${name}`;
/** With more, a stack of either library would have over 500 resources. */
const A_STACK = 25;

let last = process.cpuUsage();
const spent = () => {
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  return (user + system) / 1000;
};

const { App, Stack } = require('aws-cdk-lib');
const add = { ours: loadOurs, peer: loadPeer }[library]();
const load = spent();
const app = new App({ outdir, analyticsReporting: false });
let stack;
for (let index = 0; index < Number(count); index++) {
  if (index % A_STACK === 0) {
    stack = new Stack(app, `Stack${index / A_STACK}`, { env: { account: '111122223333', region: 'eu-west-1' } });
  }
  add(stack, `Orders${index}`);
}
const construct = spent();
app.synth();
process.send({ load, construct, synth: spent() });
process.disconnect();

function loadOurs() {
  const { EncryptedQueueToTable } = require('../lib');
  return (scope, id) =>
    new EncryptedQueueToTable(scope, id, {
      keyArn: KEY_ARN,
      adminRoleArns: [role('KeyAdmin')],
      consumerRoleArns: [role('OrdersApp')],
    });
}

/** The same path on the same key: the queue and the function by one pattern, the table by another. */
function loadPeer() {
  const { LambdaToDynamoDB } = require('@aws-solutions-constructs/aws-lambda-dynamodb');
  const { SqsToLambda } = require('@aws-solutions-constructs/aws-sqs-lambda');
  const dynamodb = require('aws-cdk-lib/aws-dynamodb');
  const kms = require('aws-cdk-lib/aws-kms');
  const lambda = require('aws-cdk-lib/aws-lambda');
  const bundle = new URL('../assets/writer/writer.lambda', import.meta.url).pathname;
  return (scope, id) => {
    const key = kms.Key.fromKeyArn(scope, `${id}Key`, KEY_ARN);
    const { lambdaFunction } = new SqsToLambda(scope, `${id}Queue`, {
      lambdaFunctionProps: {
        code: lambda.Code.fromAsset(bundle),
        runtime: lambda.Runtime.NODEJS_22_X,
        handler: 'index.handler',
      },
      encryptionKey: key,
    });
    new LambdaToDynamoDB(scope, `${id}Table`, {
      existingLambdaObj: lambdaFunction,
      dynamoTableProps: {
        partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
        encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: key,
      },
    });
  };
}
