import { Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/**
 * Makes one call as the function's role. Answers whether it was allowed, and what was there; or who denied it, as far
 * as AWS says: the key, which SQS and DynamoDB name in their errors, or the kind of policy that has the deny.
 */
const HANDLER = `
const CLIENTS = { sqs: 'SQSClient', dynamodb: 'DynamoDBClient', kms: 'KMSClient', lambda: 'LambdaClient', eventbridge: 'EventBridgeClient' };
const denier = (service, { name, message }) => {
  if (service === 'kms' || /kms/i.test(name) || /KMS key access denied/i.test(message)) return 'key';
  const [, kind] = /explicit deny in an? (identity|resource)-based policy/.exec(message) ?? [];
  return kind === undefined ? 'nothing that allows it' : kind + ' policy';
};
exports.handler = async ({ service, command, input }) => {
  const sdk = require('@aws-sdk/client-' + service);
  try {
    const client = new sdk[CLIENTS[service]]({});
    // the policy to put is the one that is there
    const there = command === 'PutKeyPolicy' ? await client.send(new sdk.GetKeyPolicyCommand({ KeyId: input.KeyId })) : {};
    const { Item, Results = [], Attributes = {}, Messages: [message] = [], Policy = '' } =
      await client.send(new sdk[command + 'Command']({ Policy: there.Policy, ...input }));
    return {
      outcome: 'allowed',
      found: Item !== undefined,
      waiting: Number(Attributes.ApproximateNumberOfMessages),
      moved: Results[0]?.ApproximateNumberOfMessagesMoved,
      forged: Policy.includes('Forged'),
      receives: Number(message?.Attributes?.ApproximateReceiveCount),
      waited: Math.round((message?.Attributes?.SentTimestamp - message?.Body) / 1000),
    };
  } catch (error) {
    const { name, message } = error;
    if (!/AccessDenied/.test(name)) return { outcome: 'failed', code: name, message };
    return { outcome: 'denied', by: denier(service, error), code: name, message };
  }
};`;

/** A function that tries things as a role, so that an assertion can say what comes of it. */
export function addProbe(scope: Construct, id: string, role: iam.IRole): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromInline(HANDLER),
    handler: 'index.handler',
    timeout: Duration.seconds(90), // the key policy manager asks CloudFormation for 30 before it refuses
    role,
  });
}
