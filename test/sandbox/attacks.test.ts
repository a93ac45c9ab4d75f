import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { SQSClient } from '@aws-sdk/client-sqs';
import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { KeyPolicyManagement } from '../../src';
import { NOT_LET_IN } from '../attacks/attack';
import { ATTACKS } from '../attacks/attacks';
import { DUTY_ROLES, type Environment, environmentOf } from '../attacks/environment';
import { type Ground, RUN_IN_SANDBOX, RUNS } from '../attacks/run-in-sandbox';
import { Pipeline } from '../support/pipeline';

const attacks = Object.values(ATTACKS)
  .flat()
  .map(attack => ({ ...attack, title: `${attack.who.name} ${attack.what}` }));
const EVERYTHING = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

let pipeline: Pipeline;
let environment: Environment;

/** Every role of the attackers has every right in IAM, and the functions' roles that beside their own policy. */
beforeAll(async () => {
  environment = environmentOf('minimal', 'replace', false);
  pipeline = await Pipeline.start({
    props: { ...DUTY_ROLES, keyPolicyManagement: KeyPolicyManagement.replace() },
    authorize: authorizeByPolicies,
  });
  const { roles } = pipeline.sandbox;
  for (const principal of new Set(attacks.map(({ who }) => who.principal(environment)))) {
    if (!principal.startsWith('arn:aws:iam::111122223333:role/')) continue;
    const role = roles.get(principal) ?? roles.add(principal.split('/')[1]!, { Statement: [] });
    role.policies.set('Everything', EVERYTHING);
  }
});

afterAll(async () => pipeline.close());

function groundOf({ who }: (typeof attacks)[number]): Ground {
  const context = (who.context?.(environment) ?? {}) as Record<string, string>;
  const client = { ...pipeline.sandbox.clientOf(who.principal(environment), context), maxAttempts: 1 };
  const { deadLetterQueueUrl, keyArn, queueUrl, tableName } = pipeline;
  return {
    kms: new KMSClient(client),
    sqs: new SQSClient(client),
    dynamoDb: new DynamoDBClient(client),
    KeyId: keyArn,
    QueueUrl: queueUrl,
    deadLetterQueueUrl,
    deadLetterQueueArn: environment.names.deadLetterQueueArn,
    TableName: tableName,
    tableArn: environment.names.tableArn,
  };
}

test('each of at least 20 is one of the attacks of docs/attacks.md', () => {
  expect(RUN_IN_SANDBOX.length).toBeGreaterThanOrEqual(20);
  expect(RUN_IN_SANDBOX.filter(title => !attacks.some(attack => attack.title === title))).toEqual([]);
});

test.each(attacks.filter(({ title }) => RUN_IN_SANDBOX.includes(title)))('$title, and is refused', async attack => {
  const message = attack.refusedBy === NOT_LET_IN ? expect.any(String) : expect.stringContaining(attack.refusedBy);

  await expect(RUNS[attack.title]!(groundOf(attack))).rejects.toMatchObject({
    name: expect.stringMatching(/AccessDenied/),
    message,
  });
});
