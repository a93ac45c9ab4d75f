import { Annotations as CdkAnnotations, App, Duration, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, addOrders, KEY_ARN, REGION, REQUIRED, templateOf } from '../../support/orders';
import { addWatchedOrders } from '../../support/watched-orders';

const env = { account: ACCOUNT, region: REGION };

function stackWith(make: (stack: Stack) => object): Stack {
  const stack = new Stack(new App(), 'OrdersStack', { env });
  new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, ...make(stack) });
  return stack;
}

const warningsOf = (stack: Stack): string[] =>
  Annotations.fromStack(stack)
    .findWarning('*', Match.stringLikeRegexp('encrypted-queue-to-table:'))
    .map(({ entry }) => String(entry.data));

describe('the topics', () => {
  test('let CloudWatch and EventBridge publish, once each', () => {
    const template = templateOf(addWatchedOrders());
    template.resourceCountIs('AWS::SNS::TopicPolicy', 2);
    template.allResourcesProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
          },
          { Action: 'sns:Publish', Principal: { Service: 'events.amazonaws.com' }, Condition: Match.absent() },
        ].map(statement => Match.objectLike(statement)),
      },
    });
  });

  test('are missed by a warning, of which there is one', () => {
    expect(warningsOf(Stack.of(addOrders()))).toEqual([
      expect.stringContaining(
        "nobody learns when the key expires, the queue stands still or messages become dead letters: give an 'alarmTopic', or acknowledge this warning if you watch them yourself",
      ),
    ]);
  });

  test('need not be there for whoever acknowledges the warning', () => {
    const orders = addOrders();
    CdkAnnotations.of(orders).acknowledgeWarning('encrypted-queue-to-table:alarmTopic', 'watched elsewhere');
    expect(warningsOf(Stack.of(orders))).toEqual([]);
  });

  test('of another app have to let them publish there', () => {
    const arn = `arn:aws:sns:${REGION}:${ACCOUNT}:page`;
    const stack = stackWith(scope => ({ alarmTopic: sns.Topic.fromTopicArn(scope, 'Page', arn) }));
    expect(warningsOf(stack)).toEqual([
      expect.stringContaining(
        `the policy of the topic ${arn} can't be changed from here: let cloudwatch.amazonaws.com and events.amazonaws.com do sns:Publish there, or no alarm arrives`,
      ),
    ]);
  });

  test('under another key have to be let in there', () => {
    const stack = stackWith(scope => ({
      alarmTopic: new sns.Topic(scope, 'Page', { masterKey: new kms.Key(scope, 'TopicKey') }),
    }));
    expect(warningsOf(stack)).toEqual([expect.stringContaining('do kms:Decrypt and kms:GenerateDataKey*')]);
  });
});

describe('a prop of operations is refused', () => {
  const topicOn = (masterKey: (stack: Stack) => kms.IKey) => (stack: Stack) => ({
    alarmTopic: new sns.Topic(stack, 'Page', { masterKey: masterKey(stack) }),
  });
  const watched = (props: object) => (stack: Stack) => ({ alarmTopic: new sns.Topic(stack, 'Page'), ...props });

  test.each<[string, (stack: Stack) => object, string]>([
    [
      'the key that the topic watches',
      topicOn(stack => kms.Key.fromKeyArn(stack, 'Same', KEY_ARN)),
      "'alarmTopic' must not be encrypted with the key it watches",
    ],
    [
      "SNS's own key",
      topicOn(stack => kms.Alias.fromAliasName(stack, 'Sns', 'alias/aws/sns')),
      "'alarmTopic' must not be encrypted with alias/aws/sns, which CloudWatch and EventBridge may not use",
    ],
    ['no topic', () => ({ alarmTopic: 'page' }), `'alarmTopic' must be an SNS topic, got "page"`],
    ['alarms alone', () => ({ alarms: {} }), "'alarms' must come with an 'alarmTopic', got an object of Object alone"],
    ['a dashboard alone', () => ({ dashboard: true }), "'dashboard' must come with an 'alarmTopic', got true alone"],
    [
      'a name that is nearly one',
      watched({ alarms: { DeadLetter: {} } }),
      "'alarms.DeadLetter' must be DeadLetters, or one of Stalled, Backlog,",
    ],
    [
      'a threshold below zero',
      watched({ alarms: { Backlog: { threshold: -1 } } }),
      "'alarms.Backlog.threshold' must be 0 or more, got -1",
    ],
    [
      'an option nobody knows',
      watched({ alarms: { Backlog: { treshold: 1 } } }),
      "'alarms.Backlog.treshold' must be left out: an alarm has no such prop, got 1",
    ],
    [
      'more data points than periods',
      watched({ alarms: { Backlog: { evaluationPeriods: 2, datapointsToAlarm: 3 } } }),
      "'alarms.Backlog.datapointsToAlarm' must be at most the 2 'evaluationPeriods', got 3",
    ],
    [
      'data points of periods that are not given',
      watched({ alarms: { DeadLetters: { datapointsToAlarm: 3 } } }),
      "'alarms.DeadLetters.datapointsToAlarm' must come with 'evaluationPeriods'",
    ],
    [
      'more than a day of minutes',
      watched({ alarms: { Poison: { evaluationPeriods: 289 } } }),
      "'alarms.Poison.evaluationPeriods' must be at most 288 periods of 300 seconds, got 289",
    ],
    [
      'more than a week of hours',
      watched({ alarms: { MaterialExpires1d: { evaluationPeriods: 169 } } }),
      "'alarms.MaterialExpires1d.evaluationPeriods' must be at most 168 periods of 3600 seconds, got 169",
    ],
    [
      'an unusual use that nobody named',
      watched({ alarms: { KeyUseUnusual: {} } }),
      "'alarms.KeyUseUnusual.threshold' must say how many decryptions an hour are unusual, got undefined",
    ],
    [
      'half a minute',
      watched({ expectTrafficEvery: Duration.seconds(90) }),
      "'expectTrafficEvery' must be whole minutes, got 90 seconds",
    ],
    [
      'a slash at the end',
      watched({ runbookUrl: 'https://wiki/' }),
      `'runbookUrl' must be a URL without a slash at its end, got "https://wiki/"`,
    ],
    [
      'a retention that only the deployment knows',
      watched({ retentionPeriod: Duration.seconds(Token.asNumber(Lazy.number({ produce: () => 60 }))) }),
      "'retentionPeriod' must be known at synth where there is an 'alarmTopic', got a Token",
    ],
  ])('%s', (_, make, message) => {
    expect(() => stackWith(make)).toThrow(message);
  });
});
