import { Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/**
 * Makes one call as the function's role; answers whether it was allowed, and how many of what it asked for were there.
 */
const HANDLER = `
const CLIENTS = { sqs: 'SQSClient', dynamodb: 'DynamoDBClient', kms: 'KMSClient' };
exports.handler = async ({ service, command, input }) => {
  const sdk = require('@aws-sdk/client-' + service);
  try {
    const answer = await new sdk[CLIENTS[service]]({}).send(new sdk[command + 'Command'](input));
    const { Count: count, Results: [task] = [] } = answer;
    return { outcome: 'allowed', count, moved: task && task.ApproximateNumberOfMessagesMoved };
  } catch (error) {
    return { outcome: /AccessDenied/.test(error.name) ? 'denied' : error.name };
  }
};`;

/** A function that tries things as a role, so that an assertion can say what comes of it. */
export function addProbe(scope: Construct, id: string, role: iam.IRole): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromInline(HANDLER),
    handler: 'index.handler',
    timeout: Duration.seconds(30),
    role,
  });
}
