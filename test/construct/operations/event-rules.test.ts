import { propertiesOf, KEY_ARN, templateOf } from '../../support/orders';
import { addWatchedOrders } from '../../support/watched-orders';

const rules: Record<string, any> = Object.fromEntries(
  Object.values(templateOf(addWatchedOrders()).findResources('AWS::Events::Rule')).map(({ Metadata, Properties }) => [
    Metadata['aws:cdk:path'].split('/').at(-1),
    Properties,
  ]),
);

const manager = 'arn:aws:iam::111122223333:role/OrdersStack-key-eu-west-1';

describe('the rules on the key', () => {
  test('say in sentences what happened, who did it and what to do', () => {
    expect(JSON.parse(rules.KeyStopped.Targets[0].InputTransformer.InputTemplate)).toBe(
      `<time>: <event>, key ${KEY_ARN}. Caller: <identity> <caller>. Address: <address>. The key can no longer be used. Queue and table stop. First: npx encrypted-queue-to-table doctor OrdersStack. Runbook: https://github.com/encrypted-queue-to-table/encrypted-queue-to-table/blob/main/docs/runbooks/key-disabled.md`,
    );
  });

  test.each(Object.entries(rules))('%s names only values that it takes from the event', (_, { Targets }) => {
    const { InputPathsMap, InputTemplate } = Targets[0].InputTransformer;
    const named = [...InputTemplate.matchAll(/<([a-z]+)>/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(InputPathsMap).sort());
  });

  test.each(Object.entries(rules))('%s never passes a policy on', (_, { Targets }) => {
    expect(JSON.stringify(Targets)).not.toContain('requestParameters');
  });

  test('match the key as a resource, since a call names it by id, ARN or alias', () => {
    expect(rules.PolicyChanged.EventPattern.detail.resources).toEqual({ ARN: [KEY_ARN] });
    expect(JSON.stringify(rules)).not.toContain('keyId');
  });

  test('hear of a policy that anybody but the deployment put, root and IAM users too', () => {
    expect(rules.PolicyChanged.EventPattern.detail.userIdentity).toEqual({
      sessionContext: { sessionIssuer: { arn: [{ 'anything-but': [manager] }, { exists: false }] } },
    });
  });

  test('hear of a grant that DynamoDB did not ask for', () => {
    expect(rules.GrantChanged.EventPattern.detail.userIdentity).toEqual({
      invokedBy: [{ 'anything-but': ['dynamodb.amazonaws.com'] }, { exists: false }],
    });
  });

  test('can be left out, and with them the alarm that watches them', () => {
    const template = templateOf(addWatchedOrders({ keyEvents: false }));
    template.resourceCountIs('AWS::Events::Rule', 0);
    expect(JSON.stringify(propertiesOf(template, 'AWS::CloudWatch::Alarm'))).not.toContain('FailedInvocations');
  });
});
